"""The page Learnings: every decided experiment, found by any of its words."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dualtrack.features.decided import Decided, decided
from dualtrack.features.filters import filtered
from dualtrack.features.page import Parts, Shown
from dualtrack.model.experiment import DECISIONS


@dataclass(frozen=True)
class DecidedPart:
    """A decided experiment with its decision in words; the rows stand in the `order` of these texts."""

    decided: Decided
    decision: str
    order: str
    part: Literal["decided"] = "decided"


def learnings(shown: Shown) -> Parts:
    """A part for each decided experiment whose texts hold all words of the filter's text."""
    asked = " ".join(shown.filters.get("text", ())).casefold().split()
    others = {name: words for name, words in shown.filters.items() if name != "text"}
    for each in decided(shown.project, filtered(shown.whole, others)):
        words = (each.label, each.hypothesis, each.learnings, *each.reasons, *each.people, DECISIONS[each.decision])
        said = " ".join(words).casefold()
        if all(word in said for word in asked):
            days = (date.max - date.fromisoformat(each.day)).days if each.day else date.max.toordinal()
            yield each.key, DecidedPart(each, DECISIONS[each.decision], f"{days:07} {each.label}")
