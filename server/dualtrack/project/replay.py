"""How items stood from day to day: the course of each, replayed from its past, from which every figure of flow is counted.

Days are numbers (`date.toordinal`) in the time zone of the item's board, and what holds on a day is what holds when it ends.
What git tells is the line of commits that leads to HEAD; what is not committed holds from today.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dualtrack.facts.pasts import ItemState, ItemVersion, Past, Pasts
from dualtrack.files.item_states import NO_KIND, name_of
from dualtrack.model.conventions import Conventions, Phase
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.blocks import FOREVER, Blocked, BlockedDays, blocks
from dualtrack.project.board import Board
from dualtrack.project.closings import takeovers
from dualtrack.project.identity import held_by, past_of
from dualtrack.project.project import Project
from dualtrack.project.timeline import states

_CLOSED = ("done", "dropped")


class StatusColumn(NamedTuple):
    """A status of a track; of one that the board does not know the phase is None."""

    track: str
    status: str
    phase: Phase | None


class Stay(NamedTuple):
    """How an item stood from one day up to another, on which it does not stand so any more."""

    since: int
    until: int
    column: StatusColumn
    people: tuple[str, ...] = ()
    learned: bool = False


class Closing(NamedTuple):
    """A day on which an item was closed, and that on which it was opened again; `begun` is the day on which work on it began,
    None where it was never seen in progress."""

    day: int
    reopened: int
    begun: int | None
    phase: Phase


class Course(NamedTuple):
    """An item's course. `closings` are those that were seen: what came closed out of another tool, or was closed in the oldest
    commit of a shallow clone, has none. `at_least`: it was in progress in that commit, so that nobody knows since when."""

    key: str
    label: str
    track: str
    stays: tuple[Stay, ...]
    closings: tuple[Closing, ...]
    blocks: tuple[BlockedDays, ...]
    begun: int | None
    at_least: bool
    brought_by: str | None = None
    """The commit that brought it already closed, empty where it is not committed."""

    def blocked_on(self, day: int) -> str:
        """What blocks the item at the end of a day; empty where nothing does."""
        return next((block.kind for block in self.blocks if block.since <= day < block.until), "")


@dataclass(frozen=True)
class Replay:
    """The courses of a project's tasks and experiments, those of removed ones too; the day of the first commit that concerns
    them, None where there is none; and how many closed items were taken over from elsewhere."""

    courses: tuple[Course, ...] = ()
    first: int | None = None
    today: int = 0
    taken_over: int = 0
    columns: tuple[StatusColumn, ...] = ()
    """Those that an item has ever been in, in the order of the boards; what no board knows is last of its track."""


def replay(project: Project) -> Replay:
    """The courses of all items; empty where git tells nothing."""
    pasts = project.facts[Pasts]
    if not pasts.in_repository or not project.boards:
        return Replay()
    boards = {board.folder: _Replaying.of(project, board) for board in project.boards}
    found: list[tuple[str, Course]] = []
    """Each with the folder of its board."""
    claimed: set[str] = set()
    claimed_files: set[tuple[str, str]] = set()
    for item in project.items.values():
        if item.kind in ("task", "experiment"):
            name = name_of(item)
            held = held_by(project, item)
            claimed.update(each.id for each in held if each.until == inf)
            claimed_files.update(((name, item.path), *((each.id, each.place) for each in held[1:])))
            folder = project.board(item).folder
            found += ((folder, course) for course in boards[folder].course(past_of(project, item), item))
        elif item.kind == "page" and not item.archived:
            claimed.add(name_of(item))
    for name, past in _removed(pasts, claimed, claimed_files):
        of_boards = ((folder, board.removed(name, past)) for folder, board in boards.items())
        folder, removed = next((each for each in of_boards if each[1]), ("", list[Course]()))
        found += ((folder, course) for course in removed)
    first = min((stay.since for _, course in found for stay in course.stays[:1]), default=None)
    foreign = takeovers(project)
    taken_over = sum(course.brought_by in foreign[folder] for folder, course in found)
    courses = tuple(
        course._replace(closings=course.closings[1:]) if course.brought_by in foreign[folder] else course
        for folder, course in found
    )
    return Replay(courses, first, max(board.today for board in boards.values()), taken_over, _columns(project, courses))


def _columns(project: Project, courses: Iterable[Course]) -> tuple[StatusColumn, ...]:
    used = {stay.column for course in courses for stay in course.stays}
    known = [
        StatusColumn(name, status.name, track.phase(status))
        for board in project.boards
        for name, track in board.conventions.tracks.items()
        for status in track.all
    ]
    tracks = list(dict.fromkeys(column.track for column in (*known, *sorted(used, key=str))))
    order = {column: place for place, column in enumerate(dict.fromkeys(known))}
    return tuple(sorted(used, key=lambda each: (tracks.index(each.track), order.get(each, len(order)), each.status)))


def _removed(pasts: Pasts, claimed: set[str], claimed_files: set[tuple[str, str]]) -> Iterator[tuple[str, Past]]:
    """The pasts that belong to no item that is there now, each once."""
    several = {name for name, _ in pasts.by_file}
    held = (place for place in claimed_files if place[0] in several)
    seen = {past.versions[0].hash + name for name, path in held if (past := pasts.of(name, path)).versions}
    for name, past in pasts.by_id.items():
        if name not in claimed and past.versions:
            seen.add(past.versions[0].hash + name)
            yield name, past
    for place, past in pasts.by_file.items():
        if past.versions and place not in claimed_files and (mark := past.versions[0].hash + place[0]) not in seen:
            seen.add(mark)
            yield place[0], past


def _as_stated(course: Course, day: int, phase: Phase) -> Course:
    """The course of an item that was closed last on a stated day."""
    begun = course.begun if course.begun is not None and not course.at_least and course.begun <= day else None
    earlier = course.closings[:-1]
    brought_by = course.brought_by if earlier else None
    return course._replace(closings=(*earlier, Closing(day, FOREVER, begun, phase)), brought_by=brought_by)


@dataclass(frozen=True)
class _Replaying:
    """A board, as far as its items' pasts are read by it."""

    board: Board
    conventions: Conventions
    day: Callable[[ItemVersion], int]
    today: int
    columns: dict[tuple[str, str, str], StatusColumn | None] = field(
        default_factory=dict[tuple[str, str, str], StatusColumn | None]
    )

    @classmethod
    def of(cls, project: Project, board: Board) -> "_Replaying":
        conventions = board.conventions
        zone = ZoneInfo(conventions.timezone) if conventions.timezone else project.facts.clock.zone
        today = project.facts.today(conventions.timezone).toordinal()
        return cls(board, conventions, lambda version: version.when.astimezone(zone).toordinal(), today)

    def course(self, past: Past, item: Item) -> list[Course]:
        """The course of an item that is there."""
        walk = _Walk()
        self._walk(walk, past, item.track)
        blocked = (item.blocked.kind or NO_KIND, str(item.blocked.since or "")) if item.blocked else ("", "")
        learned = isinstance(item, Experiment) and (item.has_learnings or bool(item.learnings.strip()))
        column = StatusColumn(item.track, item.status if item.phase else "", item.phase)
        walk.step(max(walk.day, self.today), column, blocked, self._people(item.assignee), learned)
        found = walk.course(item.key, item.label, item.track)
        if not item.closed or item.phase not in _CLOSED:
            return found
        return [_as_stated(course, item.closed.toordinal(), item.phase) for course in found]

    def removed(self, name: str, past: Past) -> list[Course]:
        """The course of an item that is not there any more; none of what was no work of this board."""
        working = [version.after for version in past.versions if version.after and version.after.track]
        if not working:
            return []
        last, ours = working[-1], self.board.layout.has_our_settings
        if not ours and "/" in last.id:  # without an id it is no task of Backlog.md's
            return []
        track = last.track if ours else next(iter(self.conventions.tracks))
        if last.status and not self.conventions.track(track).find(last.status):
            return []
        walk = _Walk()
        self._walk(walk, past, track)
        return walk.course(name, last.id, track)

    def _walk(self, walk: "_Walk", past: Past, track: str) -> None:
        state: ItemState | None = None
        for version, after in states(past):
            walk.day = max(walk.day, self.day(version))
            walk.hash, walk.oldest = version.hash, version.oldest
            state = after
            self._step(walk, after, track)
        walk.hash, walk.oldest = "", False
        if past.committed and past.committed != state:  # a merge has settled it otherwise
            self._step(walk, past.committed, track)

    def _step(self, walk: "_Walk", state: ItemState | None, track: str) -> None:
        if not state:
            walk.step(walk.day, None)
            return
        place = (track, state.status, state.folder)
        column = self.columns[place] if place in self.columns else self.columns.setdefault(place, self._column(*place))
        blocked = (state.blocked, state.blocked_since)
        walk.step(walk.day, column, blocked, self._people(state.people), state.learned)

    def _column(self, track: str, written: str, folder: str) -> StatusColumn | None:
        known = self.conventions.track(track)
        status = known.find(written) if written else known.all[0]
        if not self.board.layout.has_our_settings:  # Backlog.md's: there the folder outweighs the status
            if folder == "archive":
                return None
            if folder == "drafts" or folded(written) == "draft":
                status = known.all[0]
            elif folder == "completed":
                status = known.closed[0]
        return StatusColumn(track, status.name, known.phase(status)) if status else StatusColumn(track, "", None)

    def _people(self, written: tuple[str, ...]) -> tuple[str, ...]:
        handles = self.conventions.handles
        return tuple(handles.get(name.casefold(), name) for name in written) if handles and written else written


@dataclass(slots=True)
class _Walk:
    """A course while it is put together; `hash` and `oldest` are those of the version that is looked at."""

    day: int = 0
    hash: str = ""
    oldest: bool = False
    stays: list[Stay] = field(default_factory=list[Stay])
    standing: Stay | None = None
    blocked: list[Blocked] = field(default_factory=list[Blocked])
    held: tuple[str, str, bool] = ("", "", False)
    """What blocked the item last, since when, and whether it was closed."""
    closings: list[Closing] = field(default_factory=list[Closing])
    begun: int | None = None
    at_least: bool = False
    brought_by: str | None = None

    def step(
        self,
        day: int,
        column: StatusColumn | None,
        blocked: tuple[str, str] = ("", ""),
        people: tuple[str, ...] = (),
        learned: bool = False,
    ) -> None:
        """From this day the item stands so, blocked by a kind since a stated day; None: its file is gone."""
        was = self.standing
        phase = column.phase if column else None
        was_closed = was is not None and was.column.phase in _CLOSED
        if column is None and (was is None or was_closed):
            return  # what is put away after it was closed stays closed
        is_closed = phase in _CLOSED
        if (held := (*blocked, is_closed or column is None)) != self.held:
            self.held = held
            self.blocked.append(Blocked(day, *held))
        if is_closed and phase:
            if not was_closed:
                self._close(day, phase, was)
        elif was_closed:
            self.closings[-1:] = [closing._replace(reopened=day) for closing in self.closings[-1:]]
        if phase == "active" and self.begun is None:
            self.begun, self.at_least = day, self.oldest
        if was and column and (was.column, was.people, was.learned) == (column, people, learned):
            return
        if was and was.since < day:
            self.stays.append(Stay(was.since, day, was.column, was.people, was.learned))
        self.standing = Stay(day, FOREVER, column, people, learned) if column else None

    def _close(self, day: int, phase: Phase, was: Stay | None) -> None:
        if was is None and not self.stays:
            if self.oldest:
                return
            self.brought_by = self.hash
        self.closings.append(Closing(day, FOREVER, None if self.at_least else self.begun, phase))

    def course(self, key: str, label: str, track: str) -> list[Course]:
        """What was put together, if there was anything."""
        stays = (*self.stays, self.standing) if self.standing else tuple(self.stays)
        closings, blocked = tuple(self.closings), blocks(self.blocked)
        found = Course(key, label, track, stays, closings, blocked, self.begun, self.at_least, self.brought_by)
        return [found] if stays else []
