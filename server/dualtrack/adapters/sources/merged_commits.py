"""The commits that came to the default branch with the branches of items, as the merges tell."""

from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.git import git
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.history.log import read_commits
from dualtrack.adapters.history.paths import paths_of
from dualtrack.adapters.history.records import range_of
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.facts import Facts
from dualtrack.facts.history import Commit, History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.model.commit_message import merged_ids
from dualtrack.model.mention import prefix_of
from dualtrack.project.project import Project

_Merges = frozenset[tuple[str, tuple[str, ...]]]


class Wanted(NamedTuple):
    """The merges of items' branches with the ids of these, and the known prefixes in upper case."""

    merges: _Merges
    prefixes: frozenset[str]


class GitMergedCommits(GitSource[Wanted, MergedCommits]):
    """What has been read of a commit is remembered, since it never changes."""

    fact = MergedCommits

    def __init__(self, place: WorkspaceFolder, name: str) -> None:
        super().__init__(place, name)
        self._merges: _Merges = frozenset()
        self._commits: dict[str, Commit] = {}

    @classmethod
    def needs(cls, project: Project, place: WorkspaceFolder) -> Mapping[str, Wanted]:
        """The merges."""
        return {"": Wanted(project.facts.derive(_merges), project.prefixes)}

    def read(self, needs: Wanted, before: MergedCommits | None) -> MergedCommits:
        """The commits that each merge brought, of nested ones by the inner."""
        merges = frozenset(each for each in needs.merges if any(prefix_of(id) in needs.prefixes for id in each[1]))
        if before and merges == self._merges:
            return before
        ids_of = _brought_by(self.place.root, dict(merges))
        self._read([hash for hash in ids_of if hash not in self._commits])
        self._merges = merges
        return MergedCommits.of(self._commits.values(), ids_of)

    def _read(self, hashes: list[str]) -> None:
        root = self.place.root.resolve()
        top = work_tree(root)
        below = f"{root.relative_to(top).as_posix()}/" if top and top != root else ""
        paths = paths_of(root, hashes)
        for commit in read_commits(root, hashes):
            inside = (path.removeprefix(below) for path in paths[commit.hash] if path.startswith(below))
            self._commits[commit.hash] = commit._replace(paths=tuple(inside))


def _merges(facts: Facts) -> _Merges:
    """The merges on the default branch of branches of items."""
    merges = (commit for commit in facts[History].latest_first if commit.is_merge and commit.landed and not commit.repository)
    found = ((commit.hash, merged_ids(commit.subject, commit.ids)) for commit in merges)
    return frozenset([(hash, ids) for hash, ids in found if ids][: limits.MERGES])


def _brought_by(root: Path, merges: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The ids of the commits that merges brought, as far as these are among the latest of all."""
    options = ("--stdin", "--topo-order", "--parents", f"--max-count={limits.COMMITS_BESIDE_MERGES}")
    lines = git(root, "rev-list", *options, stdin=range_of(merges)).decode("ascii").splitlines() if merges else ()
    parents = {hash: tuple(before) for hash, *before in map(str.split, lines)}
    places = {hash: place for place, hash in enumerate(parents)}
    brought = {hash: list(_brought(parents, places, parents[hash])) for hash in merges if len(parents.get(hash, ())) > 1}
    found: dict[str, tuple[str, ...]] = {}
    for merge in sorted(brought, key=lambda merge: (-len(brought[merge]), merge)):  # what is nested in another brought less
        found.update(dict.fromkeys(brought[merge], merges[merge]))
    return {hash: found[hash] for hash in islice(filter(found.__contains__, parents), limits.MERGED_COMMITS)}


def _brought(parents: Mapping[str, tuple[str, ...]], places: Mapping[str, int], of_merge: tuple[str, ...]) -> Iterable[str]:
    """The ancestors of a merge's other parents that its first parent does not have, as `git rev-list` finds them: by turns
    the commit that stands first in the topological order, and so before all of its ancestors."""
    first, *others = of_merge
    is_old = {hash: hash == first for hash in (first, *others) if hash in places}
    pending = [(places[hash], hash) for hash in is_old]
    heapify(pending)
    new = len(is_old) - is_old.get(first, False)
    while pending and new > 0:
        _, hash = heappop(pending)
        if not is_old[hash]:
            new -= 1
            yield hash
        for parent in filter(places.__contains__, parents[hash]):
            if parent not in is_old:
                is_old[parent] = is_old[hash]
                new += not is_old[hash]
                heappush(pending, (places[parent], parent))
            elif is_old[hash] and not is_old[parent]:
                is_old[parent] = True
                new -= 1
