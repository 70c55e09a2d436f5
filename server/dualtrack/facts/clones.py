"""The clones of other repositories beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.facts.history import Commit, newest_first
from dualtrack.model.forge import Forge
from dualtrack.table import Table, grouped


@dataclass(frozen=True, eq=False)
class Clones(Fact):
    """The commits of all clones by hash; those that mention each id or lie on its branches, newest first; and the forge of each
    clone by the name that the board gives it."""

    commits: Mapping[str, Commit] = field(default_factory=dict[str, Commit])
    by_id: Table[str, tuple[Commit, ...]] = field(default_factory=Table[str, tuple[Commit, ...]])
    forges: Table[str, Forge] = field(default_factory=Table[str, Forge])

    @classmethod
    def merged(cls, parts: "Sequence[Clones]", before: "Clones | None") -> "Clones":
        """The commits of several clones."""
        known = {hash: commit for part in parts for hash, commit in part.commits.items()}
        entries = [(id, commit) for part in parts for id, commits in part.by_id.items() for commit in commits]
        by_id = grouped(sorted(entries, key=lambda entry: newest_first(entry[1])))
        return cls(known, by_id, Table((name, forge) for part in parts for name, forge in part.forges.items()))
