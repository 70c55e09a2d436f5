"""The outside: disk, git, notebooks, trackers and the clock. Reads only; what it learns becomes facts or texts."""
