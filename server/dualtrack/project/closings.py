"""When items were closed: the day that the file states, else that of the commit that closed it, or that brought it closed.

Who squashes a branch brings an item already closed: it was closed by that day. Who takes a whole board over does so, too, but
then nobody knows when.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import NamedTuple

from dualtrack.facts.pasts import Pasts
from dualtrack.model.item import Item
from dualtrack.project.identity import past_of
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered
from dualtrack.project.timeline import closed_last, phase_in

_TAKEN_OVER = 5
"""So many closed items, among as many items as the board had before, were closed elsewhere."""


class _Beginning(NamedTuple):
    """The commit that an item came by, empty where it is not committed; `order` is its time in seconds."""

    order: float
    hash: str
    day: date
    is_closed: bool


@remembered
def closing_day(project: Project, item: Item) -> date | None:
    """The day on which an item was closed; None where it is open, or nobody knows the day."""
    if not item.is_closed or item.closed:
        return item.closed if item.is_closed else None
    closed = closed_last(project, item)
    return None if not closed or closed.brought_by in takeovers(project)[project.board(item).folder] else closed.day


def came_on(project: Project, item: Item) -> date | None:
    """The day on which an item came to the board; None where git does not tell."""
    versions = past_of(project, item).versions
    return project.local(item, versions[0].when).date() if versions else None


def takeovers(project: Project) -> Mapping[str, frozenset[str]]:
    """By the folder of a board, the commits that took items over which had been closed elsewhere: those of its first day, and
    each that brings five closed ones or more and as many items as the board had. What is not committed is empty."""
    if takeovers not in project.memory:
        found = {board.folder: frozenset[str]() for board in project.boards}
        found.update((folder, _takeovers(begun)) for folder, begun in _beginnings(project).items())
        project.memory[takeovers] = found
    return project.memory[takeovers]


def _takeovers(begun: list[_Beginning]) -> frozenset[str]:
    first = min(each.day for each in begun)
    found, before = {each.hash for each in begun if each.day == first}, 0
    for hash, group in groupby(sorted(begun), key=itemgetter(1)):
        came = list(group)
        if sum(each.is_closed for each in came) >= _TAKEN_OVER and len(came) >= before:
            found.add(hash)
        before += len(came)
    return frozenset(found)


def _beginnings(project: Project) -> Mapping[str, list[_Beginning]]:
    """How the items of each board came there."""
    found: dict[str, list[_Beginning]] = defaultdict(list)
    for item in project.items.values() if project.facts[Pasts].in_repository else ():
        if item.kind in ("task", "experiment"):
            versions = past_of(project, item).versions
            begun = _Beginning(inf, "", project.today(item), item.is_closed)
            if versions:
                first = versions[0]
                is_closed = first.after is not None and phase_in(project, item, first.after) in ("done", "dropped")
                begun = _Beginning(first.committed, first.hash, project.local(item, first.when).date(), is_closed)
            found[project.board(item).folder].append(begun)
    return found
