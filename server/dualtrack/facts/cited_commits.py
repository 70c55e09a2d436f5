"""The commits that items cite as proofs."""

from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.table import Table


@dataclass(frozen=True)
class CitedCommits(Fact):
    """The full hash by what is written, which may be its beginning; empty where the repository has no such commit. What is not
    known, as in a shallow clone, is left out."""

    by_name: Table[str, str] = field(default_factory=Table[str, str])
