"""The boards of a project: track, status, card."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dualtrack.model.conventions import TRACKS, Status, Track
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.facts import Facts
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.project import Board, Project

State = Literal["waiting", "active", "decide", "overdue", "blocked", "done", "dropped"]
"""Which icon and colour a card gets: `decide` needs a decision now, `overdue` has an expired timebox or a passed due date."""


_UNKNOWN = "unknown status"
"""One column for all of them: a status that is being typed must not make a column with every key."""


@dataclass(frozen=True)
class Card:
    """One item on the board. `key` is its name for every command, `path` its file, `line` 0-based."""

    key: str
    label: str
    description: str
    kind: str
    state: State
    path: str
    line: int


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
    """All boards of a project with their cards by key; `attention` counts the items that need a decision."""

    boards: list[BoardView]
    cards: Mapping[str, Card]
    attention: int
    rests_on: Mapping[str, tuple[Item, Facts]] = field(default_factory=dict[str, tuple[Item, Facts]], repr=False, compare=False)
    """What each card was made from, so that the next board makes anew only what changed."""


def board(project: Project, before: Boards | None = None) -> Boards:
    """The boards as they stand; `before` is what they were in an earlier value of the same project."""
    items = [item for item in project.items.values() if item.kind in ("task", "experiment")]
    rests_on = {item.key: (item, project.facts) for item in items}
    cards: dict[str, Card] = {}
    for item in items:
        last = before.rests_on.get(item.key) if before else None
        unchanged = before and last and last[0] is item and last[1] is project.facts
        cards[item.key] = before.cards[item.key] if before and unchanged else _card(project, item)
    boards = [_board(project, each, [item for item in items if project.board_of(item.path) == each]) for each in project.boards]
    return Boards(boards, cards, sum(needs_decision(project, item) for item in items), rests_on)


def needs_decision(project: Project, item: Item) -> bool:
    """Whether an experiment waits for a decision: its time is up, it is in the last status before one, or it was closed
    without one."""
    if not isinstance(item, Experiment):
        return False
    if item.is_closed:
        return item.phase == "done" and not item.decision
    return item.is_active and (item.timebox_expired(project.today(item)) or _is_last(project, item))


def _is_last(project: Project, item: Item) -> bool:
    statuses = project.conventions(item).track(item.track).statuses
    return len(statuses) > 2 and statuses[-1].name == item.status


def _board(project: Project, board: Board, items: list[Item]) -> BoardView:
    configured = board.conventions.tracks
    used = {item.track for item in items}
    names = [*(name for name in configured if name in used or name in TRACKS), *sorted(used - set(configured))]
    tracks = [_track(name, board.conventions.track(name), [i for i in items if i.track == name]) for name in names]
    return BoardView(board.folder, tracks)


def _track(name: str, track: Track, items: list[Item]) -> BoardTrack:
    columns = [_column(status, status in track.closed, items) for status in track.all]
    if unknown := sorted((item for item in items if item.phase is None), key=lambda item: natural(item.id or item.title)):
        columns.append(Column(_UNKNOWN, str(len(unknown)), False, False, [item.key for item in unknown]))
    active = sum(item.is_active for item in items)
    return BoardTrack(name, f"{active} active" if active else "", columns)


def _column(status: Status, closed: bool, items: list[Item]) -> Column:
    held = [item for item in items if item.status == status.name]
    held.sort(key=lambda item: natural(item.id or item.title))
    if closed:
        held.sort(key=lambda item: item.closed.toordinal() if item.closed else 0, reverse=True)
    badge = f"{len(held)} of {status.wip}" if status.wip else str(len(held)) if held else ""
    return Column(status.name, badge, bool(status.wip and len(held) > status.wip), closed, [item.key for item in held])


def natural(text: str) -> list[tuple[int, str]]:
    """The order in which people count: EXP-9 before EXP-10."""
    return [
        (int(part), "") if part.isdecimal() and len(part) < 18 else (0, part.casefold()) for part in re.split(r"(\d+)", text)
    ]


def _card(project: Project, item: Item) -> Card:
    document = project.document(item)
    line = document.lines.position(document.head.start)[0]
    return Card(item.key, item.label, " · ".join(_details(project, item)), _look(item), _state(project, item), item.path, line)


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
    if (item.due and item.due < today) or (isinstance(item, Experiment) and item.timebox_expired(today)):
        return "overdue"
    if needs_decision(project, item):
        return "decide"
    return "active" if item.is_active else "waiting"


def _details(project: Project, item: Item) -> list[str]:
    """What stands beside the title: the most telling facts, few enough for a narrow sidebar."""
    details: list[str] = []
    if item.blocked and not item.is_closed:
        details.append(f"blocked: {item.blocked.kind or item.blocked.reason or 'no reason given'}")
    if isinstance(item, Experiment):
        if item.is_closed:
            details.append(DECISIONS[item.decision] if item.decision else "no decision")
        elif item.timebox and item.is_active:
            details.append(item.timebox.standing(project.today(item)))
        details += [judgement.short for judgement in evidence.judgements(project, item) if judgement.run]
    elif item.is_active and item.dod:
        details.append(f"DoD {sum(line.closed for line in item.dod)}/{len(item.dod)}")
    if item.due and not item.is_closed:
        details.append(f"due {item.due}")
    if item.assignee and not item.is_closed:
        details.append(", ".join(item.assignee))
    return details
