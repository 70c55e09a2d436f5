"""The clones of other repositories beside this one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.facts.history import Commit, newest_first
from dualtrack.model.forge import Forge
from dualtrack.table import Table


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
        if len(parts) == 1:
            return parts[0]
        by_id: dict[str, list[Commit]] = defaultdict(list)
        for part in parts:
            for id, commits in part.by_id.items():
                by_id[id] += commits
        forges = {name: forge for part in parts for name, forge in part.forges.items()}
        known = {hash: commit for part in parts for hash, commit in part.commits.items()}
        return cls(known, Table({id: tuple(sorted(commits, key=newest_first)) for id, commits in by_id.items()}), Table(forges))
