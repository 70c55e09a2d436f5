"""What happened to an item, read from the versions of its file: who moved what when, and how long it stood where.

Days are in the board's time zone; one that is begun and left on the same date is none. What is not committed happened today.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal, NamedTuple, TypeAlias

from dualtrack.facts.pasts import AFTER_ALL, ItemState, ItemVersion, Order, Past, Pasts
from dualtrack.files.item_states import name_of, states_in
from dualtrack.model.conventions import Phase
from dualtrack.model.item import Item
from dualtrack.project.blocks import Blocked, blocks
from dualtrack.project.course import CLOSED, closed_when_stated
from dualtrack.project.identity import past_of
from dualtrack.project.project import Project

EventKind = Literal[
    "created",
    "known",
    "removed",
    "status",
    "decision",
    "timebox",
    "extension",
    "success criteria",
    "stop criteria",
    "ticked",
    "unticked",
    "blocked",
    "sprint",
    "added",
    "taken out",
]
"""`known` is how an item stood in the oldest commit of a shallow clone; `added` and `taken out` are entries of a sprint."""

_SETS: Mapping[str, tuple[EventKind, EventKind | None]] = {
    "extensions": ("extension", None),
    "ticked": ("ticked", "unticked"),
    "entries": ("added", "taken out"),
}
"""By field, what it is that something comes into it or goes."""
_VALUES: Mapping[str, EventKind] = {
    "decision": "decision",
    "timebox": "timebox",
    "success_criteria": "success criteria",
    "stop_criteria": "stop criteria",
    "blocked": "blocked",
    "sprint": "sprint",
}
_BEGINNINGS = ("created", "known")
_Spelling: TypeAlias = Callable[[ItemState], str]


@dataclass(frozen=True, slots=True)
class Event:
    """One change of an item. `when` is None, and `author` and `hash` are empty, where it is not committed; `reason` is what the
    commit's message says below its subject; `committed` is as in Commit, `order` as in ItemVersion."""

    kind: EventKind
    when: datetime | None
    author: str
    hash: str
    before: str
    after: str
    subject: str = ""
    reason: str = ""
    committed: int = 0
    order: Order = AFTER_ALL


_UNCOMMITTED = ItemVersion("", "", datetime.min.replace(tzinfo=UTC), "", "", None, None, order=AFTER_ALL)


def events(project: Project, item: Item) -> tuple[Event, ...]:
    """What happened to an item, oldest first; nothing where git has not been asked."""
    if not project.facts[Pasts].in_repository:
        return ()
    past, spelled = past_of(project, item), _spelling(project, item)
    found: list[Event] = []
    state: ItemState | None = None
    gone = False
    for version, after in states(past):
        found += _told(version, None if gone else _own_before(state, version, after), after, spelled)
        gone = after is None
        state = after or state
    if past.committed:
        state, gone = past.committed, False  # a merge may have settled it otherwise
    if present := _present(project, item):
        found += _told(_UNCOMMITTED, None if gone else state, present, spelled)
    return tuple(found)


def states(past: Past) -> Iterator[tuple[ItemVersion, ItemState | None]]:
    """What held behind each version, where others may have changed the item at the same time."""
    state: ItemState | None = None
    for version in past.versions:
        after = version.after if version.before == state else _applied(state, version)
        if not after and past.committed and version is past.versions[-1]:
            break  # another file holds it
        yield version, after
        state = after or state


def dated_states(project: Project, item: Item) -> list[tuple[date, ItemState | None]]:
    """How an item stood from each of the days on, oldest first; nothing where git has not been asked."""
    if not project.facts[Pasts].in_repository:
        return []
    past, last = past_of(project, item), date.min
    found: list[tuple[date, ItemState | None]] = []
    for version, after in states(past):
        last = max(last, project.local(item, version.when).date())
        found.append((last, after))
    if past.committed:  # a merge may have settled it otherwise
        found.append((last, past.committed))
    if present := _present(project, item):
        found.append((max(last, project.today(item)), present))
    if not item.closed or not item.is_closed:
        return found
    is_closed = [state is None or phase_in(project, item, state) in CLOSED for _, state in found]
    return closed_when_stated(found, is_closed, item.closed)


def phase_in(project: Project, item: Item, state: ItemState) -> Phase | None:
    """The phase of an item in a state of it."""
    return phase_of(project, item, status_in(project, item, state))


def status_in(project: Project, item: Item, state: ItemState) -> str:
    """The status of an item in a state of it, as the board spells it."""
    return _spelling(project, item)(state)


def arrival(project: Project, item: Item) -> Event | None:
    """The event that brought an item to where it stands; None where that is not known."""
    last = next((event for event in reversed(events(project, item)) if event.kind in ("status", "created", "known")), None)
    return last if last and last.kind != "known" else None


def time_in_status(project: Project, item: Item) -> dict[str, int]:
    """Days in each status but the closed ones, in the order in which they were reached; in a shallow clone at least."""
    days: dict[str, int] = defaultdict(int)
    for status, start, end in _stays(project, item):
        if phase_of(project, item, status) not in CLOSED:
            days[status] += (end - start).days
    return dict(days)


def cycle_time(project: Project, item: Item) -> int | None:
    """Days from when work on an item first began to when it was closed last; None where one of them is not known."""
    stays = list(_stays(project, item))
    known = [event for event in events(project, item) if event.kind in _BEGINNINGS]
    cut = bool(known and known[0].kind == "known" and stays and phase_of(project, item, stays[0][0]) == "active")
    begun = next((start for status, start, _ in stays if phase_of(project, item, status) == "active"), None)
    closed = closed_last(project, item)
    if not begun or cut or not closed or not item.is_closed:
        return None
    return days if (days := ((item.closed or closed.day) - begun).days) >= 0 else None


class ClosedLast(NamedTuple):
    """The day on which an item was closed for good, as git tells it; `brought_by` is the commit that brought it closed, empty
    for what is not committed, None where it was there before."""

    day: date
    brought_by: str | None


def closed_last(project: Project, item: Item) -> ClosedLast | None:
    """When an item was closed last; None where it is open, or was closed in the oldest commit of a shallow clone."""
    last = len(stays := list(_stays(project, item)))
    while last and phase_of(project, item, stays[last - 1][0]) in CLOSED:
        last -= 1
    if last == len(stays):
        return None
    came = next(event for event in events(project, item) if event.kind in _BEGINNINGS)
    if last == 0:
        return ClosedLast(stays[0][1], came.hash) if came.kind == "created" else None
    return ClosedLast(stays[last][1], None)


def blocked_time(project: Project, item: Item) -> dict[str, int]:
    """Days for which an item was blocked before it was closed, by kind."""
    days: dict[str, int] = defaultdict(int)
    steps: list[Blocked] = []
    for day, state in dated_states(project, item):
        is_closed = not state or phase_in(project, item, state) in CLOSED
        steps.append(Blocked(day.toordinal(), state.blocked if state else "", state.blocked_since if state else "", is_closed))
    for block in blocks(steps):
        days[block.kind] += max(0, min(block.until, project.today(item).toordinal()) - block.since)
    return dict(days)


def _present(project: Project, item: Item) -> ItemState | None:
    """The item as it stands in the project; None where what is followed of it cannot be read."""
    name, states = name_of(item), states_in(project.document(item)) or ()
    return next((state for state in states if state.id == name and state.inline == item.is_inline), None)


def _applied(state: ItemState | None, version: ItemVersion) -> ItemState | None:
    """What holds behind a version: what it changed is changed in what held, which another branch may have changed too."""
    before, after = version.before, version.after
    if not state or not before or not after or version.whole:
        return after
    changed: dict[str, object] = {}
    for name, old, new in zip(ItemState._fields, before, after, strict=True):
        if old != new:
            changed[name] = _merged(*(getattr(each, name) for each in (state, before, after))) if name in _SETS else new
    return state._replace(**changed)  # pyright: ignore[reportArgumentType] - the values are those of the same fields


def _own_before(state: ItemState | None, version: ItemVersion, after: ItemState | None) -> ItemState | None:
    """What held before a version, but as the version itself had it where it changed something: others may have done so at the
    same time."""
    if not state or not after or not version.before or version.whole:
        return state
    names = [name for name in ("status", *_VALUES) if getattr(state, name) != getattr(after, name)]
    return state._replace(**{name: getattr(version.before, name) for name in names})


def _merged(held: tuple[object, ...], old: tuple[object, ...], new: tuple[object, ...]) -> tuple[object, ...]:
    left = [each for each in held if each in new or each not in old]
    return (*left, *(each for each in new if each not in old and each not in left))


def _told(version: ItemVersion, before: ItemState | None, after: ItemState | None, spelled: _Spelling) -> Iterator[Event]:
    """The events that lead from one state to another."""

    def event(kind: EventKind, old: str, new: str) -> Event:
        commit = (version.subject, version.reason, version.committed, version.order)
        return Event(kind, version.when if version.hash else None, version.author, version.hash, old, new, *commit)

    if not after:
        if before:
            yield event("removed", spelled(before), "")
        return
    if not before:
        yield event("known" if version.oldest else "created", "", spelled(after))
        if after.blocked:
            yield event("blocked", "", after.blocked)
        if after.sprint and not after.inline:
            yield event("sprint", "", after.sprint)
        return
    if (old := spelled(before)) != (new := spelled(after)):
        yield event("status", old, new)
    for name, kind in _VALUES.items():
        if (old := getattr(before, name)) != (new := getattr(after, name)):
            yield event(kind, _text(old), _text(new))
    for name, (coming, going) in _SETS.items():
        old, new = getattr(before, name), getattr(after, name)
        yield from (event(coming, "", _text(each)) for each in new if each not in old)
        if going:
            yield from (event(going, _text(each), "") for each in old if each not in new)


def _text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "; ".join(each for each in value if each)


def _spelling(project: Project, item: Item) -> _Spelling:
    """The board's spelling of a status, or what was written; what lies on no board has a status only if it says so."""
    board = project.board(item)
    track = board.conventions.track(item.track) if item.kind in ("task", "experiment") else None

    def spelled(state: ItemState) -> str:
        status = board.status(track, state.status, state.folder) if track else None
        return status.name if status else state.status

    return spelled


def phase_of(project: Project, item: Item, name: str) -> Phase | None:
    """The phase of a status of an item's track; None of one that the board does not know."""
    track = project.conventions(item).track(item.track)
    status = track.find(name)
    return track.phase(status) if status else None


def dated(project: Project, item: Item) -> Iterator[tuple[Event, date]]:
    """The events with their days, which never go back: clocks differ, and a commit keeps its date when it is rebased."""
    last = date.min
    for event in events(project, item):
        last = max(last, project.local(item, event.when).date() if event.when else project.today(item))
        yield event, last


def _stays(project: Project, item: Item) -> Iterator[tuple[str, date, date]]:
    """Each status with the day on which it was reached and that on which it was left, which is today for the last."""
    spelled = _spelling(project, item)
    status, since = "", date.min
    for day, state in dated_states(project, item):
        if (reached := spelled(state) if state else "") != status:
            if status:
                yield status, since, day
            status, since = reached, day
    if status:
        yield status, since, max(since, project.today(item))
