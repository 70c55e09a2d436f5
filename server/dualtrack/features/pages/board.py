"""The page Board: the tracks with their columns, and each card by its key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dualtrack.changes.move_item import ASKS_FOR_DECISION
from dualtrack.features.card import Card, CardVerdict
from dualtrack.features.page import Parts, Shown
from dualtrack.model.priority import priority_rank
from dualtrack.model.verdict import Verdict
from dualtrack.said import said

_NUMBER, _DIGITS = re.compile(r"\d+"), 9
_BOUND = re.compile(r"[^<>=]+([<>]=?[^<>=]+)")


@dataclass(frozen=True)
class TrackColumn:
    """One status of a track; `badge` is how many cards it holds here, and of how many at most; `after` what a limited
    one says when one more comes."""

    status: str
    badge: str = ""
    over_limit: bool = False
    closed: bool = False
    after: str = ""


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
class VerdictChip:
    """What a run reached beside what was asked: `0.731 ≥ 0.72`, and in words how it stands."""

    text: str
    stands: str
    verdict: Verdict


@dataclass(frozen=True)
class CardPart:
    """A card in a column of the track with this key; the cards of a column stand in the `order` of these texts, so that one
    that comes or goes leaves the others as they were. `note` is what came of it, or that it is on another branch only. `ends`
    is what a drop on a closed column asks for."""

    card: Card
    track: str
    column: str
    order: str
    note: str = ""
    verdicts: tuple[VerdictChip, ...] = ()
    ends: str = ""
    part: Literal["card"] = "card"


def board(shown: Shown) -> Parts:
    """The tracks, then the cards."""
    boards = shown.boards
    tracks = [(f"\n{view.folder}\n{track.name}", view.folder, track) for view in boards.boards for track in view.tracks]
    for order, (id, folder, track) in enumerate(tracks):
        columns = [TrackColumn(each.status, each.badge, each.over_limit, each.closed, each.after) for each in track.columns]
        name = (folder or ".") if len(boards.boards) > 1 else ""
        yield id, TrackPart(track.name, columns, order, name, track.badge)
    for id, _, track in tracks:
        for column in track.columns:
            for card in map(boards.cards.__getitem__, column.cards):
                order, chips = _order(shown, card, column.closed), tuple(_chips(card.verdicts))
                yield card.key, CardPart(card, id, column.status, order, _note(card), chips, _ends(card))


def _order(shown: Shown, card: Card, closed: bool) -> str:
    """The order of `features/board` as a text: numbers in it all have the same length."""
    item = shown.project.items.get(card.key)
    if not item:
        return f"~{card.id}"  # the cards of another branch come last
    ended = f"{(date.max - (item.closed or date.min)).days:07} " if closed else ""
    name = _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), (card.id or card.title).casefold())
    return f"{ended}{priority_rank(card.priority):02} {name} {card.key}"


def _note(card: Card) -> str:
    if card.only_on:
        return said("only on {branch}", card.only_on)
    if card.kind in ("experiment", "spike") and card.phase in ("done", "dropped"):
        return card.outcome
    return ""


def _ends(card: Card) -> str:
    return ASKS_FOR_DECISION if card.kind in ("experiment", "spike") and not card.decision else ""


def _chips(verdicts: tuple[CardVerdict, ...]) -> Iterator[VerdictChip]:
    for each in verdicts:
        metric, _, value = each.measured.rpartition(" ")
        bound = _BOUND.fullmatch(each.criterion)
        is_one = metric and "," not in metric  # else the value and the bound may be of two metrics
        text = f"{value} {bound[1]}".replace(">=", "≥").replace("<=", "≤") if bound and is_one else each.measured
        yield VerdictChip(text, each.stands, each.verdict)
