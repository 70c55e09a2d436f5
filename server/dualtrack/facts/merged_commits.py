"""The commits that came to the default branch with the branches of items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.facts.history import Commit, newest_first
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.said import said
from dualtrack.table import Table, grouped


@dataclass(frozen=True, eq=False)
class MergedCommits(Fact):
    """The commits of branches that were merged, and may be deleted by now: by the ids that the branches were named for, newest
    first, and these ids by hash. Of a squashed or fast-forwarded branch nothing is known. `not_read` are the ids of merges
    beyond the limits."""

    by_id: Table[str, tuple[Commit, ...]] = field(default_factory=Table[str, tuple[Commit, ...]])
    ids: Table[str, tuple[str, ...]] = field(default_factory=Table[str, tuple[str, ...]])
    not_read: frozenset[str] = frozenset()
    beyond: str = ""

    def concerns(self, item: Item) -> bool:
        """Whether its own merge, if one lies beyond the limits, is not read."""
        return not self.beyond or canonical(item.id) in self.not_read

    @classmethod
    def of(cls, commits: Iterable[Commit], ids: Mapping[str, tuple[str, ...]], not_read: Iterable[str] = ()) -> "MergedCommits":
        """Those commits, by hash, of which the ids are given."""
        found = sorted((commit for commit in commits if commit.hash in ids), key=newest_first)
        left = frozenset(not_read)
        beyond = said("what older merges brought is not read") if left else ""
        return cls(grouped((id, commit) for commit in found for id in ids[commit.hash]), Table(ids), left, beyond)
