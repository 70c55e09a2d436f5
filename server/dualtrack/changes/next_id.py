"""Ids for new items."""

from collections.abc import Collection

from dualtrack.facts.history import History
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.model.mention import canonical, prefix_of
from dualtrack.project.project import Project

_LONGEST_NUMBER = 18
"""Digits; what is longer was never counted up to."""


def next_id(project: Project, prefix: str, taken: Collection[str] = ()) -> str:
    """The first id with a prefix after all those of the project, here and on other branches, those that commits or branches
    mention, and those `taken` besides."""
    facts, items = project.facts, project.items.values()
    stated = (id for item in items for id in (item.id, *item.formerly))
    ids = [*stated, *facts[OtherBranches].ids, *facts[History].by_id, *facts[History].branches_by_id, *taken]
    written = (canonical(id).rpartition("-")[2].partition(".")[0] for id in ids if prefix_of(id) == prefix.upper())
    numbers = [int(number) for number in written if len(number) < _LONGEST_NUMBER]
    return f"{prefix.upper()}-{max(numbers, default=0) + 1}"
