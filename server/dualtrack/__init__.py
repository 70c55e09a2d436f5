"""The repository as the board of an ML team."""

__version__ = "0.1.0"
