"""The repository as the board of an ML team. A training script says for which item it runs: `dualtrack.tag("EXP-23")`."""

from dualtrack.tagging import tag

__version__ = "0.1.0"
__all__ = ["tag"]
