"""Which of two commits came after the other, whatever the clocks were."""

from dualtrack.facts.history import Commit
from dualtrack.facts.pasts import Order, Pasts
from dualtrack.project.project import Project


def order_of(project: Project, commit: Commit) -> Order:
    """Where a commit stands among others; one that HEAD does not reach stands at its own date."""
    return project.facts[Pasts].orders.get(commit.hash) or (commit.committed, 0, 0)
