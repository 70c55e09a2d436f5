"""One file per change: a project and what is asked become edits."""
