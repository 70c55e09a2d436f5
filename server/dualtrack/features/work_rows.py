"""Tasks and experiments on a line each, as the pages of the tab list them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from dualtrack.features.board import Boards
from dualtrack.features.card import Card, CardVerdict, State
from dualtrack.model.verdict import Verdict
from dualtrack.said import joined, said

Tone: TypeAlias = Literal["", "good", "warn", "bad"]
"""How something is shown: what is good, needs a look, or is bad."""

STATES: Mapping[State, str] = {
    "waiting": said("not started"),
    "active": said("in progress"),
    "decide": said("needs a decision"),
    "overdue": said("overdue"),
    "blocked": said("blocked"),
    "done": said("done"),
    "dropped": said("dropped"),
}
"""Read out beside a card, whose icon and colour say the same."""
OVER_LIMIT = said("over the limit")

_BOUND = re.compile(r"[^<>=]+([<>]=?[^<>=]+)")


@dataclass(frozen=True)
class VerdictChip:
    """What a run reached beside what was asked: `val_f1 0.731 ≥ 0.72`, and in words how it stands."""

    text: str
    stands: str
    verdict: Verdict


@dataclass(frozen=True)
class WorkRow:
    """One task or experiment on a line of its own; `details` begin with its points, and leave the verdicts out."""

    key: str
    label: str
    id: str
    status: str
    state: State | Literal[""]
    details: str
    verdicts: tuple[VerdictChip, ...] = ()


def rows(boards: Boards, keys: Iterable[str]) -> tuple[WorkRow, ...]:
    """The cards of these keys on a line each."""
    return tuple(work_row(boards.cards[key]) for key in keys if key in boards.cards)


def work_row(card: Card) -> WorkRow:
    """A card on a line."""
    points = said("{points} pt", card.points) if card.points else ""
    details = joined(" · ", filter(None, (points, card._replace(verdicts=()).details)))
    chips = tuple(verdict_chips(card.verdicts))
    return WorkRow(card.key, card.label, card.id or card.title, card.status, card.state, details, chips)


def verdict_chips(verdicts: tuple[CardVerdict, ...]) -> Iterator[VerdictChip]:
    """A chip for each verdict."""
    for each in verdicts:
        bound = _BOUND.fullmatch(each.criterion)
        is_one = "," not in each.measured  # else the value and the bound may be of two metrics
        asked = bound[1].replace(">=", "≥").replace("<=", "≤") if bound and is_one else ""
        text = joined(" ", (each.measured, asked)) if asked else each.measured
        yield VerdictChip(text, each.stands, each.verdict)
