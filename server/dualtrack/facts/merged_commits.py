"""The commits that came to the default branch with the branches of items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dualtrack.facts.facts import Fact
from dualtrack.facts.history import Commit, newest_first
from dualtrack.table import Table, grouped


@dataclass(frozen=True, eq=False)
class MergedCommits(Fact):
    """The commits of branches that were merged, and may be deleted by now: by the ids that the branches were named for, newest
    first, and these ids by hash. Of a squashed or fast-forwarded branch nothing is known."""

    by_id: Table[str, tuple[Commit, ...]] = field(default_factory=Table[str, tuple[Commit, ...]])
    ids: Table[str, tuple[str, ...]] = field(default_factory=Table[str, tuple[str, ...]])

    @classmethod
    def of(cls, commits: Iterable[Commit], ids: Mapping[str, tuple[str, ...]]) -> "MergedCommits":
        """Those commits, by hash, of which the ids are given."""
        found = sorted((commit for commit in commits if commit.hash in ids), key=newest_first)
        return cls(grouped((id, commit) for commit in found for id in ids[commit.hash]), Table(ids))
