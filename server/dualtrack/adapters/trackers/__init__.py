"""Trackers of runs: one small protocol, one file per kind."""
