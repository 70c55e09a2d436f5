"""The feature views that repositories of Feast define."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.said import said
from dualtrack.table import Table, grouped


class FeatureView(NamedTuple):
    """A feature view and the file that defines it."""

    name: str
    path: str


@dataclass(frozen=True)
class FeatureViews(Fact):
    """The feature views by path, and by folded name."""

    all: tuple[FeatureView, ...] = ()
    unread: str = ""
    """Which files could not be read."""
    beyond: str = ""
    by_name: Table[str, tuple[FeatureView, ...]] = field(default_factory=Table[str, tuple[FeatureView, ...]], compare=False)

    @property
    def missing(self) -> str:
        """Which files could not be read."""
        return self.unread and said("not all feature views are known: {why}", self.unread)

    def concerns(self, item: Item) -> bool:
        """Whoever works on data or with them."""
        return not item.is_closed and (isinstance(item, Experiment) or item.track == "data")

    @classmethod
    def of(cls, views: Iterable[FeatureView], unread: str = "", beyond: str = "") -> "FeatureViews":
        """These feature views."""
        all = tuple(views)
        return cls(all, unread, beyond, grouped((view.name.casefold(), view) for view in all))

    def of_name(self, name: str) -> tuple[FeatureView, ...]:
        """Those of a name."""
        return self.by_name.get(name.casefold(), ())
