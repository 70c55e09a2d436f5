"""The page Learnings: every decided experiment, or those that a text finds, the closest first."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dualtrack.features.decided import Decided, decided
from dualtrack.features.filters import filtered
from dualtrack.features.page import Parts, Shown
from dualtrack.model.experiment import DECISIONS
from dualtrack.model.words import in_order
from dualtrack.said import said


@dataclass(frozen=True)
class DecidedPart:
    """A decided experiment with its decision in words, and why it was made; the rows stand in the `order` of these texts."""

    decided: Decided
    decision: str
    order: str
    why: str = ""
    part: Literal["decided"] = "decided"


def learnings(shown: Shown) -> Parts:
    """A part for each decided experiment that the filters ask for. Of a text, first those that are close to it, as `dualtrack
    prior` ranks them; then those with all its words, or their beginnings, the last decision first."""
    text = " ".join(shown.filters.get("text", ()))
    asked = text.casefold().split()
    close = {each.item.key: rank for rank, each in enumerate(shown.search(shown.project, text) if asked else ())}
    others = {name: words for name, words in shown.filters.items() if name != "text"}
    for each in decided(shown.project, filtered(shown.whole, others)):
        words = (each.label, each.hypothesis, each.learnings, *each.reasons, *each.people, DECISIONS[each.decision])
        told = " ".join(words).casefold()
        if each.key in close or all(word in told for word in asked):
            days = (date.max - date.fromisoformat(each.day)).days if each.day else date.max.toordinal()
            order = f"{close.get(each.key, len(close)):03} {days:07} {in_order(each.label)}"
            why = said("reason: {reasons}", ", ".join(each.reasons)) if each.reasons else ""
            yield each.key, DecidedPart(each, DECISIONS[each.decision], order, why)
