"""The feature views that repositories of Feast define."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.table import Table, grouped


class FeatureView(NamedTuple):
    """A feature view and the file that defines it."""

    name: str
    path: str


@dataclass(frozen=True)
class FeatureViews(Fact):
    """The feature views by path, and by folded name."""

    all: tuple[FeatureView, ...] = ()
    by_name: Table[str, tuple[FeatureView, ...]] = field(default_factory=Table[str, tuple[FeatureView, ...]], compare=False)

    @classmethod
    def of(cls, views: Iterable[FeatureView]) -> "FeatureViews":
        """These feature views."""
        all = tuple(views)
        return cls(all, grouped((view.name.casefold(), view) for view in all))

    def of_name(self, name: str) -> tuple[FeatureView, ...]:
        """Those of a name."""
        return self.by_name.get(name.casefold(), ())
