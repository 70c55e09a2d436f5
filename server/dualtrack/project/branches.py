"""Other branches: what is looked for there, and how items stand on them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dualtrack.facts.other_branches import BranchQuery, ItemOnBranch, ItemThere, OtherBranches
from dualtrack.files.document import Document
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import folded
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.identity import ids_of, renamed
from dualtrack.project.project import Project


def branch_query(project: Project) -> BranchQuery:
    """The folders of the boards, how their files are read, and where the items are here."""
    theirs = {board.settings for board in project.boards}
    stating = sorted(path for path in project.documents if path in theirs or path.rpartition("/")[2] in SETTINGS_FILES)
    settings = tuple(map(project.documents.__getitem__, stating))
    folders = tuple(sorted({board.items_folder for board in project.boards}))
    here = {canonical(item.id): item.path for item in project.items.values() if item.id and _is_work(item)}
    return BranchQuery(folders, ITEM_SUFFIXES, _States(settings), here)


@dataclass(frozen=True)
class _States:
    """Reads a file by the settings of the boards here; equal where these are."""

    settings: tuple[Document, ...]

    @cached_property
    def _boards(self) -> Project:
        return Project().with_files(self.settings)

    def __call__(self, path: str, text: str) -> tuple[ItemThere, ...]:
        items = self._boards.with_file(path, text).items_in(path)
        return tuple(_there(item) for item in items if item.id)


def _there(item: Item) -> ItemThere:
    status, track = (item.status, item.track) if item.kind in ("task", "experiment") else ("", "")
    ends = item.timebox.end if isinstance(item, Timeboxed) and item.timebox else None
    return ItemThere(item.id, item.title, status, item.is_inline, item.kind, track, ends)


def states_elsewhere(project: Project, item: Item) -> tuple[ItemOnBranch, ...]:
    """Where the item has another status than here, on the branch with the newest commit first; under former ids last."""
    found = [each for each in _found(project, item.id) if _is(item, each)]
    found += [each for id in ids_of(project, item)[1:] for each in _found(project, id) if each.is_same]
    return tuple([each for each in found if each.status and folded(each.status) != folded(item.status)])


def begun_elsewhere(project: Project, item: Item) -> ItemOnBranch | None:
    """The branch on which an item that has not begun here is in progress or done."""
    track = project.conventions(item).track(item.track)
    there = ((each, track.find(each.status)) for each in (states_elsewhere(project, item) if item.phase == "waiting" else ()))
    return next((each for each, status in there if status and track.phase(status) in ("active", "done")), None)


def done_elsewhere(project: Project, item: Item) -> ItemOnBranch | None:
    """The branch on which an item that has not begun here is done."""
    there, track = begun_elsewhere(project, item), project.conventions(item).track(item.track)
    status = track.find(there.status) if there else None
    return there if status and track.phase(status) == "done" else None


def is_under_way(project: Project, item: Item) -> bool:
    """Whether an item is in progress, here or on another branch."""
    return item.is_active or begun_elsewhere(project, item) is not None


def to_decide_by(project: Project, item: Timeboxed) -> date | None:
    """The day on which the timebox of an item that is under way ends: where it has begun, which may be another branch."""
    if there := begun_elsewhere(project, item):
        return None if done_elsewhere(project, item) else there.ends
    return item.timebox.end if item.is_active and item.timebox else None


def overdue_elsewhere(project: Project, item: Timeboxed) -> ItemOnBranch | None:
    """The branch on which an item that has not begun here is under way, and its timebox is over."""
    there, end = begun_elsewhere(project, item), to_decide_by(project, item)
    return there if there and end and end < project.today(item) else None


def overdue_only_elsewhere(project: Project) -> Iterator[tuple[ItemOnBranch, date, date]]:
    """The items that are not here, and on the branch with the newest commit under way with a timebox that is over; with the day
    on which it ended, and today."""
    for id, found in _by_own_id(project):
        there = next((each for each in found if each.status), None)
        board = project.board_of(there.path) if there and there.ends and not _is_here(project, id, there) else None
        if there and there.ends and board:
            track, today = board.conventions.track(there.track), project.facts.today(board.conventions.timezone)
            status = track.find(there.status)
            if status and track.phase(status) == "active" and there.ends < today:
                yield there, there.ends, today


def namesakes(project: Project, item: Item) -> tuple[ItemOnBranch, ...]:
    """Where the id of a task or an experiment is that of another."""
    found = _found(project, item.id)
    return tuple(each for each in found if not _is(item, each)) if found and _is_work(item) else ()


def only_elsewhere(project: Project, id: str) -> tuple[ItemOnBranch, ...]:
    """The items with an id that is not here, but on other branches; none of them is here under another id."""
    found = [there for there in _found(project, id) if canonical(there.id) == canonical(id)]
    return () if project.find(id) else tuple(there for there in found if not (there.is_same and renamed(project, id)))


def only_on_default_branch(project: Project) -> Iterator[ItemOnBranch]:
    """The tasks and experiments of the default branch that are not here."""
    for id, found in _by_own_id(project):
        there = next((each for each in found if each.is_default and each.status), None)
        if there and not _is_here(project, id, there):
            yield there


def _by_own_id(project: Project) -> Iterator[tuple[str, list[ItemOnBranch]]]:
    """What branches hold by the ids that it has there."""
    for id, found in project.facts[OtherBranches].by_id.items():
        yield id, [there for there in found if canonical(there.id) == id]


def _is_here(project: Project, id: str, there: ItemOnBranch) -> bool:
    """Whether the id is here, or the item of that id under another one."""
    known = there.was or id
    return bool(project.find(id) or (there.is_same and (project.find(known) or renamed(project, known))))


def _is_work(item: Item) -> bool:
    return item.kind in ("task", "experiment") and not item.is_inline


def _found(project: Project, id: str) -> tuple[ItemOnBranch, ...]:
    return project.facts[OtherBranches].by_id.get(canonical(id), ()) if id else ()


def _is(item: Item, there: ItemOnBranch) -> bool:
    """Whether it is that item; a file that somebody copied over has the same title in the same place."""
    if there.was and canonical(item.id) != there.was:
        return False
    return there.is_same or (item.path, item.title) == (there.path, there.title)
