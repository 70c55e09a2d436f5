"""The model cards that model versions name."""

from dataclasses import dataclass

from dualtrack.facts.facts import Fact


@dataclass(frozen=True)
class ModelCards(Fact):
    """The paths of those that are there."""

    there: frozenset[str] = frozenset()
