"""The story, told in order: what the team commits, merges and trains."""
