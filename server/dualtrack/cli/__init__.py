"""The same answers in a terminal and in CI."""
