"""How items stood from day to day: the course of each, replayed from its past, from which every figure of flow is counted.

Days are numbers (`date.toordinal`) in the time zone of the item's board, and what holds on a day is what holds when it ends.
What git tells is the line of commits that leads to HEAD; what is not committed holds from today.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from zoneinfo import ZoneInfo

from dualtrack.facts.pasts import ItemState, ItemVersion, Past, Pasts
from dualtrack.files.item_states import NO_KIND, names_of_page
from dualtrack.model.conventions import Conventions, Phase
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project.blocks import FOREVER
from dualtrack.project.board import Board, is_within
from dualtrack.project.closings import takeovers
from dualtrack.project.course import CLOSED, Closing, Course, CourseBuilder, StatusColumn, last_open
from dualtrack.project.identity import followed, held_by
from dualtrack.project.project import Project
from dualtrack.project.removed import last_work, track_on
from dualtrack.project.timeline import states


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
    boards = _boards(project)
    found: list[tuple[str, Course]] = []
    """Each with the folder of its board."""
    for item, _, past, folder, _ in followed(project):
        found += [(folder, course) for course in boards[folder].course(past, item)]
    found += _of_removed(project, boards)
    first = min((course.stays[0].since for _, course in found), default=None)
    foreign = takeovers(project)
    courses = [course for _, course in found]
    taken_over = [number for number, (folder, course) in enumerate(found) if course.brought_by in foreign[folder]]
    for number in taken_over:
        courses[number] = courses[number]._replace(closings=courses[number].closings[1:])
    today = max(board.today for board in boards.values())
    return Replay(tuple(courses), first, today, len(taken_over), _columns(project, courses))


def removed_courses(project: Project) -> list[Course]:
    """The courses of the items whose files are not there any more."""
    return [course for _, course in _of_removed(project, _boards(project))]


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


def _boards(project: Project) -> "dict[str, _Replaying]":
    return {board.folder: _Replaying.of(project, board) for board in project.boards}


def _of_removed(project: Project, boards: "Mapping[str, _Replaying]") -> Iterator[tuple[str, Course]]:
    """The courses of removed items, each with the folder of the first board that knows its status."""
    for name, past in _removed(project):
        of_boards = ((folder, board.removed(name, past)) for folder, board in boards.items())
        folder, removed = next((each for each in of_boards if each[1]), ("", list[Course]()))
        yield from ((folder, course) for course in removed)


def _removed(project: Project) -> Iterator[tuple[str, Past]]:
    """The pasts that belong to no item that is there now, each once."""
    pasts = project.facts[Pasts]
    several = {name for name, _ in pasts.by_file}
    pages = [(name, item.path) for item in project.items.values() if _is_page(item) for name in names_of_page(item)]
    claimed, claimed_files = {name for name, _ in pages}, {*pages}
    for each in followed(project):
        claimed.add(each.name)
        if each.name in several:
            claimed_files.add((each.name, each.item.path))
        if each.had_other_ids:
            former = held_by(project, each.item)[1:]
            claimed.update(held.id for held in former if held.is_kept)
            claimed_files.update((held.id, held.place) for held in former)
    imported = [folder for board in project.boards for folder in board.imported]  # what is there still stands here as well
    held = (place for place in claimed_files if place[0] in several)
    seen = {past.versions[0].hash + name for name, path in held if (past := pasts.of(name, path)).versions}
    for name, past in pasts.by_id.items():
        if name not in claimed and past.versions and not (past.committed and _is_within_any(name, imported)):
            seen.add(past.versions[0].hash + name)
            yield name, past
    for place, past in pasts.by_file.items():
        if past.committed and _is_within_any(place[1], imported):
            continue
        if past.versions and place not in claimed_files and (mark := past.versions[0].hash + place[0]) not in seen:
            seen.add(mark)
            yield place[0], past


def _is_within_any(path: str, folders: Iterable[str]) -> bool:
    return any(is_within(path, folder) for folder in folders)


def _is_page(item: Item) -> bool:
    return item.kind == "page" and not item.archived


def _as_stated(course: Course, day: int, phase: Phase) -> Course:
    """The course of an item that was closed last on a stated day: what it did later, until git was told, does not count."""
    begun = course.begun if course.begun is not None and not course.at_least and course.begun <= day else None
    earlier = course.closings[:-1]
    brought_by = course.brought_by if earlier else None
    start, end = last_open([stay.column.phase in CLOSED for stay in course.stays])
    stays, blocks = course.stays, course.blocks
    if start < end < len(stays) and (closed := max(day, stays[start].since)) < stays[end].since:
        opened = (stay._replace(until=min(stay.until, closed)) for stay in stays[start:end] if stay.since < closed)
        stays = (*stays[:start], *opened, stays[end]._replace(since=closed), *stays[end + 1 :])
        blocks = tuple(each._replace(until=min(each.until, closed)) for each in blocks if each.since < closed)
    closings = (*earlier, Closing(day, FOREVER, begun, phase))
    return course._replace(stays=stays, blocks=blocks, closings=closings, brought_by=brought_by)


@dataclass(frozen=True)
class _Replaying:
    """A board, as far as its items' pasts are read by it."""

    board: Board
    conventions: Conventions
    zone: tzinfo
    today: int
    columns: dict[tuple[str, str, str, bool], StatusColumn | None] = field(
        default_factory=dict[tuple[str, str, str, bool], StatusColumn | None]
    )

    @classmethod
    def of(cls, project: Project, board: Board) -> "_Replaying":
        conventions = board.conventions
        zone = ZoneInfo(conventions.timezone) if conventions.timezone else project.facts.clock.zone
        today = project.facts.today(conventions.timezone).toordinal()
        return cls(board, conventions, zone, today)

    def course(self, past: Past, item: Item) -> list[Course]:
        """The course of an item that is there."""
        builder = CourseBuilder()
        self._add_past(builder, past, item.track)
        blocked, since = (item.blocked.kind or NO_KIND, str(item.blocked.since or "")) if item.blocked else ("", "")
        learned = isinstance(item, Experiment) and item.has_learnings
        column = StatusColumn(item.track, item.status if item.phase else "", item.phase)
        builder.step(max(builder.day, self.today), column, blocked, since, self._people(item.assignee), learned)
        found = builder.course(item.key, item.label, item.track)
        if not item.closed or item.phase not in CLOSED:
            return found
        return [_as_stated(course, item.closed.toordinal(), item.phase) for course in found]

    def removed(self, name: str, past: Past) -> list[Course]:
        """The course of an item that is not there any more; none of what was no work of this board."""
        last, track = last_work(past), track_on(self.board, past)
        if not last or not track or (last.bare and self.board.imported):  # a note beside the tasks of a Backlog.md folder
            return []
        builder = CourseBuilder()
        self._add_past(builder, past, track)
        if not past.committed:  # a merge may have taken it away
            builder.step(builder.day, None)
        return builder.course(name, last.id, track)

    def _add_past(self, builder: CourseBuilder, past: Past, track: str) -> None:
        """Every version passes here, so that nothing is asked twice."""
        zone, day, columns, handles = self.zone, builder.day, self.columns, self.conventions.handles
        found: list[tuple[ItemVersion | None, ItemState | None]] = [*states(past)]
        if past.committed and not (found and past.committed == found[-1][1]):
            found.append((None, past.committed))  # a merge has settled it otherwise
        for version, state in found:
            if version and (on := version.when.astimezone(zone).toordinal()) > day:
                day = on
            builder.hash, builder.oldest = (version.hash, version.oldest) if version else ("", False)
            if not state:
                builder.step(day, None)
                continue
            place = (track, state.status, state.folder, state.bare)
            try:
                column = columns[place]
            except KeyError:
                column = columns[place] = self._column(*place)
            people = self._people(state.people) if handles else state.people
            builder.step(day, column, state.blocked, state.blocked_since, people, state.learned)
        builder.day, builder.hash, builder.oldest = day, "", False

    def _column(self, track: str, written: str, folder: str, bare: bool) -> StatusColumn | None:
        if not self.board.layout.has_our_settings and (folder == "archive" or bare):
            return None
        known = self.conventions.track(track)
        status = self.board.status(known, written, folder)
        return StatusColumn(track, status.name, known.phase(status)) if status else StatusColumn(track, "", None)

    def _people(self, written: tuple[str, ...]) -> tuple[str, ...]:
        handles = self.conventions.handles
        return tuple(handles.get(name.casefold(), name) for name in written) if handles and written else written
