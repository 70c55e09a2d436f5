"""What stood in notebooks at the commits of runs."""

from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.table import Table


@dataclass(frozen=True)
class PastSources(Fact):
    """Digests as in `Notebook.sources`, by commit (full hash) and path."""

    digests: Table[tuple[str, str], str] = field(default_factory=Table[tuple[str, str], str])
