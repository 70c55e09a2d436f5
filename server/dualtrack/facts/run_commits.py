"""Where the commits that runs were made from lie in this repository, and which of them have the same code."""

from dataclasses import dataclass, field
from typing import Literal

from dualtrack.facts.facts import Fact
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.table import Table

CommitPlace = Literal["trunk", "elsewhere", "nowhere"]
"""On the default branch or on what is checked out and may land there, only elsewhere, or not in this repository."""


@dataclass(frozen=True)
class RunCommits(Fact):
    """By full hash; what is not known, as in a shallow clone, is left out. `code` is alike for commits that differ in nothing
    but files of the boards."""

    places: Table[str, CommitPlace] = field(default_factory=Table[str, CommitPlace])
    code: Table[str, str] = field(default_factory=Table[str, str])

    def concerns(self, item: Item) -> bool:
        """Only of what ships or is deployed it is asked."""
        if isinstance(item, ModelVersion):
            return item.stage == "deployed"
        return isinstance(item, Experiment) and item.decision == "ship"
