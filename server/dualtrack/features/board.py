"""The boards of a project: track, status, card."""

import logging
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

from dualtrack.features.actions import applicable
from dualtrack.model.conventions import TRACKS, Status, Track
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.priority import priority_rank
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.board import Board
from dualtrack.project.project import Project
from dualtrack.project.staleness import WorkedOut, work_out

State = Literal["waiting", "active", "decide", "overdue", "blocked", "done", "dropped"]
"""Which icon and colour a card gets: `decide` needs a decision now, `overdue` has an expired timebox or a passed due date."""


_log = logging.getLogger(__name__)

_NUMBER = re.compile(r"(\d+)")
_UNKNOWN = "unknown status"
"""One column for all of them: a status that is being typed must not make a column with every key."""


@dataclass(frozen=True)
class Card:
    """One item on the board. `key` is its name for every command, `path` its file, `line` 0-based; `actions` are the names of
    the requests that apply to it."""

    key: str
    label: str
    description: str
    kind: str
    state: State
    path: str
    line: int
    actions: list[str]


@dataclass(frozen=True)
class Column:
    """One status of a track with the keys of its cards; `badge` is what stands beside its name (`2 of 3`)."""

    status: str
    badge: str
    over_limit: bool
    closed: bool
    cards: list[str]


@dataclass(frozen=True)
class BoardTrack:
    """One track of a board."""

    name: str
    badge: str
    columns: list[Column]


@dataclass(frozen=True)
class BoardView:
    """One board; a repository may hold several. `folder` is where it is, empty for the project's own folder."""

    folder: str
    tracks: list[BoardTrack]


@dataclass(frozen=True)
class Boards:
    """Every board with all its cards by key, and how many items wait for a decision."""

    boards: list[BoardView] = field(default_factory=list[BoardView])
    cards: Mapping[str, Card] = field(default_factory=dict[str, Card])
    waiting: frozenset[str] = frozenset()
    """The keys of the items that need a decision."""
    items: WorkedOut["_Drawn | None"] = field(default_factory=WorkedOut["_Drawn | None"], repr=False, compare=False)
    columns: Mapping[object, tuple[frozenset[str], Column]] = field(
        default_factory=dict[object, tuple[frozenset[str], Column]], repr=False, compare=False
    )
    """The columns by board, track and status with the keys that they hold, so that the next board makes anew what changed."""

    @property
    def attention(self) -> int:
        return len(self.waiting)


def board(project: Project, before: Boards | None = None, once: bool = False) -> Boards:
    """The boards as they stand; `before` is what they were in an earlier value of the same project. `once`: nothing will be
    compared with this later."""
    before = before or Boards()
    earlier = before.items.project
    items = work_out(project, before.items, _drawn, once)
    cards = dict(before.cards)
    waiting: set[str] = set()
    moved: set[str] = set()
    for key in items.changed:
        cards.pop(key, None)
        item, last = project.items.get(key), earlier and earlier.items.get(key)
        if not item or not last or (_order(item), item.closed) != (_order(last), last.closed):
            moved.add(key)
        if drawn := items.values.get(key):
            cards[key] = drawn.card
            if drawn.waits:
                waiting.add(key)
    columns: dict[object, tuple[frozenset[str], Column]] = {}
    drawing = _Drawing(project, moved, before.columns, columns)
    boards = [drawing.board(each) for each in project.boards]
    return Boards(boards, cards, (before.waiting - items.changed) | waiting, items, columns)


class _Drawn(NamedTuple):
    """The card of an item, and whether it waits for a decision."""

    card: Card
    waits: bool


def _drawn(project: Project, item: Item) -> _Drawn | None:
    if item.kind not in ("task", "experiment"):
        return None
    try:
        return _Drawn(_card(project, item), needs_decision(project, item))
    except Exception:  # a defect of ours must not take the other cards with it
        _log.exception("%s could not be drawn", item.path)
        return _Drawn(Card(item.key, item.label, "", _look(item), "waiting", item.path, 0, []), waits=False)


def needs_decision(project: Project, item: Item) -> bool:
    """Whether an experiment waits for a decision: its time is up, it is in the last status before one, or it was closed
    without one."""
    if not isinstance(item, Experiment):
        return False
    if item.is_closed:
        return item.phase == "done" and not item.decision
    statuses = project.conventions(item).track(item.track).statuses
    is_last = len(statuses) > 2 and statuses[-1].name == item.status
    return item.is_active and (is_last or item.timebox_expired(project.today(item)))


@dataclass(frozen=True)
class _Drawing:
    """What the columns are drawn from; `moved` are the keys of the items whose place in a column may be another than before."""

    project: Project
    moved: Collection[str]
    before: Mapping[object, tuple[frozenset[str], Column]]
    columns: dict[object, tuple[frozenset[str], Column]]

    def board(self, board: Board) -> BoardView:
        configured = board.conventions.tracks
        used = {place[1] for place in self.project.index["column"] if isinstance(place, tuple) and place[0] == board.folder}
        names = [*(name for name in configured if name in used or name in TRACKS), *sorted(used - set(configured))]
        return BoardView(board.folder, [self.track(board, name, board.conventions.track(name)) for name in names])

    def track(self, board: Board, name: str, track: Track) -> BoardTrack:
        columns = [self.column(board, name, status, status in track.closed) for status in track.all]
        if (unknown := self.column(board, name, None, False)).cards:
            columns.append(unknown)
        active = sum(len(column.cards) for column in columns[1:] if not column.closed and column is not unknown)
        return BoardTrack(name, f"{active} active" if active else "", columns)

    def column(self, board: Board, track: str, status: Status | None, closed: bool) -> Column:
        keys = self.project.index["column"][board.folder, track, status.name if status else None]
        drawn = (board.folder, track, status, closed)
        known = self.before.get(drawn)
        if not known or known[0] is not keys or not keys.isdisjoint(self.moved):
            known = (keys, _column(status, closed, [self.project.items[key] for key in keys]))
        self.columns[drawn] = known
        return known[1]


def _column(status: Status | None, closed: bool, held: list[Item]) -> Column:
    held.sort(key=_order)
    if closed:
        held.sort(key=lambda item: item.closed or date.min, reverse=True)
    wip = status.wip if status else None
    badge = f"{len(held)} of {wip}" if wip else str(len(held)) if held else ""
    name = status.name if status else _UNKNOWN
    return Column(name, badge, bool(wip and len(held) > wip), closed, [item.key for item in held])


def _order(item: Item) -> tuple[int, tuple[tuple[int, str], ...], str]:
    return priority_rank(item.priority), natural(item.id or item.title), item.key


@lru_cache(maxsize=50_000)
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """The order in which people count: EXP-9 before EXP-10."""
    parts = _NUMBER.split(text)
    return tuple([(int(part), "") if part.isdecimal() and len(part) < 18 else (0, part.casefold()) for part in parts])


def _card(project: Project, item: Item) -> Card:
    line = project.document(item).line_of(project.place(item).span.start)
    details = " · ".join(_details(project, item))
    actions = list(applicable(project, item))
    return Card(item.key, item.label, details, _look(item), _state(project, item), item.path, line, actions)


def _look(item: Item) -> str:
    if isinstance(item, Experiment):
        return "spike" if item.type == "spike" else "experiment"
    return "data" if item.track == "data" else "task"


def _state(project: Project, item: Item) -> State:
    if item.is_closed:
        if needs_decision(project, item):
            return "decide"
        return "dropped" if item.phase == "dropped" else "done"
    if item.blocked:
        return "blocked"
    today = project.today(item)
    if (item.due and item.due < today) or (isinstance(item, Timeboxed) and item.timebox_expired(today)):
        return "overdue"
    if needs_decision(project, item):
        return "decide"
    return "active" if item.is_active else "waiting"


def _details(project: Project, item: Item) -> list[str]:
    """What stands beside the title: the most telling facts, few enough for a narrow sidebar."""
    details: list[str] = []
    if item.blocked and not item.is_closed:
        details.append(f"blocked: {item.blocked.kind or item.blocked.reason or 'no reason given'}")
    if isinstance(item, Timeboxed) and item.timebox and item.is_active:
        details.append(item.timebox.standing(project.today(item)))
    if isinstance(item, Experiment):
        if item.is_closed:
            details.append(DECISIONS[item.decision] if item.decision else "no decision")
        details += [judgement.short for judgement in evidence.measured(project, item)]
    elif item.is_active and item.dod:
        details.append(f"DoD {sum(line.closed for line in item.dod)}/{len(item.dod)}")
    if item.due and not item.is_closed:
        details.append(f"due {item.due}")
    if item.assignee and not item.is_closed:
        details.append(", ".join(item.assignee))
    return details
