"""Git's history as facts: refs, commits, paths, and what is remembered of them between two starts."""
