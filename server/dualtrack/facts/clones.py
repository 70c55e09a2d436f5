"""The clones of other repositories beside this one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.facts.history import Commit, newest_first
from dualtrack.model.forge import Forge
from dualtrack.said import said
from dualtrack.table import Table, grouped


@dataclass(frozen=True, eq=False)
class Clones(Fact):
    """The commits of all clones by hash; those that mention each id or lie on its branches, newest first; and the forge of each
    clone by the name that the board gives it; and the names of those that the user does not allow to be read."""

    commits: Mapping[str, Commit] = field(default_factory=dict[str, Commit])
    by_id: Table[str, tuple[Commit, ...]] = field(default_factory=Table[str, tuple[Commit, ...]])
    forges: Table[str, Forge] = field(default_factory=Table[str, Forge])
    unread: frozenset[str] = frozenset()

    @classmethod
    def merged(cls, parts: "Sequence[Clones]", before: "Clones | None") -> "Clones":
        """The commits of several clones."""
        known = {hash: commit for part in parts for hash, commit in part.commits.items()}
        entries = [(id, commit) for part in parts for id, commits in part.by_id.items() for commit in commits]
        by_id = grouped(sorted(entries, key=lambda entry: newest_first(entry[1])))
        forges = Table((name, forge) for part in parts for name, forge in part.forges.items())
        return cls(known, by_id, forges, frozenset[str]().union(*(part.unread for part in parts)))

    @property
    def missing(self) -> str:
        """Commits of clones that may not be read."""
        names = ", ".join(sorted(self.unread))
        return names and said("commits of {names} are not read: open the folder in the same window, or use --trust", names)
