"""The page Board: the tracks with their columns, and each card by its key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dualtrack.changes.move_item import ASKS_FOR_DECISION
from dualtrack.features.board import Column
from dualtrack.features.card import Card, CardKind, CardTimebox, State
from dualtrack.features.page import Parts, Shown
from dualtrack.features.work_rows import OVER_LIMIT, STATES, Tone, VerdictChip, verdict_chips
from dualtrack.model.priority import priority_rank
from dualtrack.model.words import in_order
from dualtrack.said import counted, joined, said

_KINDS: Mapping[CardKind, str] = {
    "experiment": said("experiment"),
    "spike": said("spike"),
    "task": said("task"),
    "data": said("data"),
}


@dataclass(frozen=True)
class TrackColumn:
    """One status of a track; `badge` is how many cards it holds here, and of how many at most, `over_limit` says if these are
    too many. `drop` is what a drop on it
    does, and `drop_undecided` that of an experiment without a decision."""

    status: str
    badge: str = ""
    over_limit: str = ""
    closed: bool = False
    drop: str = ""
    drop_undecided: str = ""


@dataclass(frozen=True)
class TrackPart:
    """One track of a board (named where there are several); `badge` says how many are active. Its key and a status, with a line
    end between them, are what a card is dropped on."""

    name: str
    columns: list[TrackColumn]
    order: int
    board: str = ""
    badge: str = ""
    part: Literal["track"] = "track"


@dataclass(frozen=True)
class Mark:
    """A short text at the foot of a card."""

    text: str
    tone: Tone = ""


@dataclass(frozen=True)
class Boxes:
    """How many lines of a Definition of Done are closed, and how many of those are proven."""

    proven: int
    ticked: int
    open: int
    text: str


@dataclass(frozen=True)
class TimeboxShown:
    """Days used of all days, and how it stands."""

    used: int
    total: int
    is_over: bool
    text: str


@dataclass(frozen=True)
class CardPart:
    """A card in a column of the track with this key; the cards of a column stand in the `order` of these texts, so that one
    that comes or goes leaves the others as they were. `names` are to be read out: its kind,
    its state, and how a timebox stands. A timebox and boxes are those of work that is not closed. `here`: it is not on another
    branch only, so that it can be opened; `drops` names the field of a column that tells of its drop."""

    id: str
    title: str
    kind: CardKind
    state: State
    names: tuple[str, ...]
    track: str
    column: str
    order: str
    drops: Literal["drop", "dropUndecided"]
    here: bool = False
    movable: bool = False
    points: str = ""
    people: tuple[str, ...] = ()
    sprints: tuple[str, ...] = ()
    model: str = ""
    timebox: TimeboxShown | None = None
    boxes: Boxes | None = None
    verdicts: tuple[VerdictChip, ...] = ()
    marks: tuple[Mark, ...] = ()
    part: Literal["card"] = "card"


def board(shown: Shown) -> Parts:
    """The tracks, then the cards."""
    boards = shown.boards
    tracks = [(f"\n{view.folder}\n{track.name}", view.folder, track) for view in boards.boards for track in view.tracks]
    for order, (id, folder, track) in enumerate(tracks):
        name = (folder or ".") if len(boards.boards) > 1 else ""
        yield id, TrackPart(track.name, [_column(each) for each in track.columns], order, name, track.badge)
    for id, _, track in tracks:
        for column in track.columns:
            for card in map(boards.cards.__getitem__, column.cards):
                yield card.key, _card(shown, card, id, column)


def _column(column: Column) -> TrackColumn:
    undecided = joined(", ", filter(None, (column.after, ASKS_FOR_DECISION if column.closed else "")))
    return TrackColumn(
        column.status, column.badge, OVER_LIMIT if column.over_limit else "", column.closed, column.after, undecided
    )


def _card(shown: Shown, card: Card, track: str, column: Column) -> CardPart:
    is_closed = card.phase in ("done", "dropped")
    undecided = card.kind in ("experiment", "spike") and not card.decision
    return CardPart(
        card.id,
        card.title,
        card.kind,
        card.state,
        _names(card),
        track,
        column.status,
        _order(shown, card, column.closed),
        "dropUndecided" if undecided else "drop",
        here=not card.only_on,
        movable="move" in card.actions,
        points=said("{points} pt", card.points) if card.points else "",
        people=card.people,
        sprints=card.sprints,
        model=card.model,
        timebox=_timebox(card.timebox) if card.timebox and card.phase == "active" else None,
        boxes=_boxes(card) if card.dod_total and not is_closed else None,
        verdicts=tuple(verdict_chips(card.verdicts)),
        marks=tuple(_marks(card, is_closed)),
    )


def _names(card: Card) -> tuple[str, ...]:
    names = (_KINDS[card.kind], STATES[card.state])
    return (*names, card.timebox.standing) if card.timebox and card.phase == "active" else names


def _timebox(timebox: CardTimebox) -> TimeboxShown:
    used = counted(timebox.total, "{used} of {count} day", "{used} of {count} days", timebox.used)
    is_over = timebox.over > 0
    return TimeboxShown(timebox.used, timebox.total, is_over, timebox.standing if is_over else used)


def _boxes(card: Card) -> Boxes:
    proven, ticked, left = card.dod_proven, card.dod_closed - card.dod_proven, card.dod_total - card.dod_closed
    counts = (
        said("{count} proven", proven) if proven else "",
        said("{count} ticked", ticked) if ticked else "",
        said("{count} open", left) if left else "",
    )
    return Boxes(proven, ticked, left, said("DoD {counts}", joined(", ", filter(None, counts))))


def _order(shown: Shown, card: Card, closed: bool) -> str:
    """The order of `features/board` as a text: numbers in it all have the same length."""
    item = shown.project.items.get(card.key)
    if not item:
        return f"~{card.id}"  # the cards of another branch come last
    ended = f"{(date.max - (item.closed or date.min)).days:07} " if closed else ""
    return f"{ended}{priority_rank(card.priority):02} {in_order(card.id or card.title)} {card.key}"


def _marks(card: Card, is_closed: bool) -> Iterator[Mark]:
    if card.blocked and not is_closed:
        yield Mark(card.blocked.text, "bad")
    if card.needs_decision:
        yield Mark(said("needs a decision"), "warn")
    if card.only_on:
        yield Mark(said("only on {branch}", card.only_on))
    elif is_closed and card.kind in ("experiment", "spike"):
        yield Mark(card.outcome)
    if card.running:
        yield Mark(card.runs_in_progress)
    if card.due and not is_closed:
        yield Mark(said("due {day}", card.due), "bad" if card.state == "overdue" else "")
    yield from map(Mark, card.standings_elsewhere)
