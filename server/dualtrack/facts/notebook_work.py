"""When notebooks that work in progress names were last committed."""

from dataclasses import dataclass, field
from datetime import datetime

from dualtrack.facts.facts import Fact
from dualtrack.table import Table


@dataclass(frozen=True)
class NotebookWork(Fact):
    """The author's date of the last commit that touched a notebook, by path."""

    last: Table[str, datetime] = field(default_factory=Table[str, datetime])
