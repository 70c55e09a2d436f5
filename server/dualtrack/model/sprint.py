"""A sprint: what is worked on from one day to another (docs/format.md, "A sprint")."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, SkipValidation

from dualtrack.model.day import Day
from dualtrack.model.item import Frozen, Item, Route, Text
from dualtrack.model.mention import canonical, is_id
from dualtrack.model.raw import snake_cased

_JUST_DAYS = 14

SprintList = Literal["product_tasks", "experiments"]
"""The lists of a sprint, in the order of the board."""


@dataclass(frozen=True, slots=True)
class SprintEntry:
    """One entry of a list of a sprint: where it stands, and the canonical id or the key of the item that it names or is."""

    route: Route
    list: SprintList
    names: str


class Limits(Frozen):
    """How much a sprint takes on."""

    product_tasks: Annotated[int, Field(ge=0)] | None = None
    experiments: Annotated[int, Field(ge=0)] | None = None


class Retro(Frozen):
    """What came of the retrospective: the item that improves the process."""

    improvement: Text = ""


class Review(Frozen):
    """What was shown: one feature and the outcome of one experiment."""

    feature: Text = ""
    experiment: Text = ""


class Sprint(Item):
    """Product tasks and experiments between two dates, which may be absent."""

    DERIVED: ClassVar[frozenset[str]] = Item.DERIVED | {"entries"}

    goal: Text = ""
    start: Day | None = None
    end: Day | None = None
    limits: Annotated[Limits, BeforeValidator(snake_cased)] = Limits()
    retro: Retro = Retro()
    review: Review = Review()
    entries: SkipValidation[tuple[SprintEntry, ...]] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """What keys may call it, in comparable form: its id, its title, and the number in its id."""
        number = canonical(self.id).rpartition("-")[2] if is_id(self.id) else ""
        return frozenset(map(canonical, filter(None, (self.id or self.key, self.title, number))))

    def has_started(self, today: date) -> bool:
        """Whether its first day has come; False without dates."""
        return self.start is not None and self.start <= today

    def has_ended(self, today: date) -> bool:
        """Whether its last day has passed; False without dates."""
        return self.end is not None and self.end < today

    def has_just_ended(self, today: date) -> bool:
        """Whether it ended in the last two weeks: what was missed longer ago is not made up for."""
        return self.end is not None and 0 < (today - self.end).days <= _JUST_DAYS

    @property
    def middle(self) -> date | None:
        """The day on which half of it has passed."""
        return self.start + (self.end - self.start) / 2 if self.start and self.end else None

    def references(self) -> list[tuple[Route, str]]:
        """The items that its keys and lists name."""
        named = [
            (("retro", "improvement"), self.retro.improvement),
            (("review", "feature"), self.review.feature),
            (("review", "experiment"), self.review.experiment),
        ]
        entries = [(entry.route[len(self.route) :], entry.names) for entry in self.entries]
        return [*super().references(), *((route, name) for route, name in named if name), *entries]
