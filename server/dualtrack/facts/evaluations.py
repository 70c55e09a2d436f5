"""What changed in the evaluation between two commits."""

from dataclasses import dataclass, field
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.table import Table


class Compared(NamedTuple):
    """Two commits, and the paths, from the folder, of what must be the same in them."""

    before: str
    after: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Evaluations(Fact):
    """The files that differ, from the folder; what could not be compared is left out."""

    changed: Table[Compared, tuple[str, ...]] = field(default_factory=Table[Compared, tuple[str, ...]])

    def concerns(self, item: Item) -> bool:
        """Only those that compare themselves with a run need it."""
        return isinstance(item, Experiment) and bool(item.baseline_run)
