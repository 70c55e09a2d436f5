"""When items were closed: the day that the file states, else that of the commit that closed it, or that brought it closed.

Who squashes a branch brings an item already closed: it was closed by that day. Who takes a whole board over does so, too, but
then nobody knows when.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from math import inf

from dualtrack.facts.pasts import ItemVersion, Pasts
from dualtrack.model.item import Item
from dualtrack.project.identity import followed, past_of
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered
from dualtrack.project.timeline import closed_last, phase_in

_ARCHIVE = "archive"
_TAKEN_OVER = 5
"""So many closed items, among as many items as the board had before, were closed elsewhere."""


_Came = list[tuple[Item, ItemVersion | None]]
"""Items that came to a board with one commit, each as that commit made it; None where they are not committed."""


@remembered
def closing_day(project: Project, item: Item) -> date | None:
    """The day on which an item was closed; None where it is open, or nobody knows the day."""
    if not item.is_closed or item.closed:
        return item.closed if item.is_closed else None
    closed = closed_last(project, item)
    if not closed or closed.brought_by is None:
        return closed and closed.day
    return None if closed.brought_by in takeovers(project)[project.board(item).folder] else closed.day


def came_on(project: Project, item: Item) -> date | None:
    """The day on which an item came to the board; None where git does not tell."""
    versions = past_of(project, item).versions
    return project.local(item, versions[0].when).date() if versions else None


def takeovers(project: Project) -> Mapping[str, frozenset[str]]:
    """By the folder of a board, the commits that took items over which had been closed elsewhere: those of its first day, and
    each that brings some closed ones into the archive, or five closed ones or more and as many items as the board had. What is
    not committed is empty."""
    if takeovers not in project.memory:
        found = {board.folder: frozenset[str]() for board in project.boards}
        found.update((folder, _takeovers(project, by_commit)) for folder, by_commit in _beginnings(project).items())
        project.memory[takeovers] = found
    return project.memory[takeovers]


def _takeovers(project: Project, by_commit: Mapping[str, _Came]) -> frozenset[str]:
    """Of a board, given its items by the commit that they came by, which is empty for what is not committed."""
    some = next(iter(by_commit.values()))[0][0]
    begun = {hash: version for hash, ((_, version), *_) in by_commit.items() if version}
    start = min((version.when for version in begun.values()), default=None)
    first = project.local(some, start).date() if start else project.today(some)
    soon = [hash for hash, version in begun.items() if start and version.when < start + timedelta(days=2)]
    found = {hash for hash in soon if project.local(some, begun[hash].when).date() == first}
    if first == project.today(some):
        found.add("")
    found.update(hash for hash, came in by_commit.items() if any(_came_put_away(project, *each) for each in came))
    before = 0
    brings_many = any(len(came) >= _TAKEN_OVER for came in by_commit.values())
    for hash in sorted(by_commit, key=lambda hash: (begun[hash].order if hash else (inf,), hash)) if brings_many else ():
        came = by_commit[hash]
        if len(came) >= max(before, _TAKEN_OVER) and sum(_came_closed(project, *each) for each in came) >= _TAKEN_OVER:
            found.add(hash)
        before += len(came)
    return frozenset(found)


def _came_put_away(project: Project, item: Item, version: ItemVersion | None) -> bool:
    """Whether an item was in the archive when it came, as what is imported from that of a Backlog.md folder is."""
    folders = item.path.split("/")[:-1] if not version else [version.after.folder if version.after else ""]
    return _ARCHIVE in folders and _came_closed(project, item, version)


def _came_closed(project: Project, item: Item, version: ItemVersion | None) -> bool:
    if not version:
        return item.is_closed
    return version.after is not None and phase_in(project, item, version.after) in ("done", "dropped")


def _beginnings(project: Project) -> Mapping[str, dict[str, _Came]]:
    """By the folder of a board and the commit, the items that came with it."""
    found: dict[str, dict[str, _Came]] = defaultdict(lambda: defaultdict(list))
    for item, _, past, folder, _ in followed(project) if project.facts[Pasts].in_repository else ():
        version = past.versions[0] if past.versions else None
        found[folder][version.hash if version else ""].append((item, version))
    return found
