"""How urgent work is by what its `priority` says."""

from dualtrack.model.words import folded

PRIORITIES = ("critical", "high", "medium", "low")
"""The words that are proposed."""
_WORDS = {
    "critical": 0, "blocker": 0, "urgent": 0, "highest": 0, "p0": 0,
    "high": 1, "major": 1, "p1": 1, "1": 1,
    "low": 3, "minor": 3, "p3": 3, "3": 3,
    "lowest": 4, "trivial": 4, "p4": 4, "4": 4, "p5": 4, "5": 4,
}  # fmt: skip
_MEDIUM = 2


def priority_rank(written: str) -> int:
    """A number, the lower the sooner; what says nothing that is known is as urgent as most work."""
    return _WORDS.get(folded(written), _MEDIUM) if written else _MEDIUM
