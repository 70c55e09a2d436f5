"""The commits that came to the default branch with the branches of items, as the merges tell."""

from collections.abc import Collection, Iterator, Mapping
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
from dualtrack.adapters.history.refs import read_refs
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.history import Commit, History
from dualtrack.facts.merged_commits import MergedCommits
from dualtrack.model.mention import prefix_of
from dualtrack.project.project import Project

_Merges = tuple[tuple[str, tuple[str, ...]], ...]


class Wanted(NamedTuple):
    """The merges of items' branches with the ids of these, latest first, and the known prefixes in upper case."""

    merges: _Merges
    prefixes: frozenset[str]


class GitMergedCommits(GitSource[Wanted, MergedCommits]):
    """What has been read of a commit is remembered. In a clone that lacks commits nobody knows what a merge brought."""

    fact = MergedCommits

    def __init__(self, place: WorkspaceFolder, name: str) -> None:
        super().__init__(place, name)
        self._merges: _Merges = ()
        self._brought: dict[str, list[str]] = {}
        """By merge."""
        self._commits: dict[str, Commit] = {}

    @classmethod
    def needs(cls, project: Project, place: WorkspaceFolder) -> Mapping[str, Wanted]:
        """The merges."""
        return {"": Wanted(project.facts[History].merges, project.prefixes)}

    def read(self, needs: Wanted, before: MergedCommits | None) -> MergedCommits:
        """The commits that each merge brought, of nested ones by the inner."""
        known = ((hash, ids) for hash, ids in needs.merges if any(prefix_of(id) in needs.prefixes for id in ids))
        merges = tuple(islice(known, limits.MERGES))
        if merges and read_refs(self.place.root).cut:
            return MergedCommits()
        if before and merges == self._merges:
            return before
        ids_of = self._ids_of(dict(merges))
        if new := [hash for hash in ids_of if hash not in self._commits]:
            self._read(new)
        self._merges = merges
        return MergedCommits.of(self._commits.values(), ids_of)

    def _ids_of(self, merges: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        """The ids of the commits that merges brought, as far as these are among the latest of all."""
        if new := [hash for hash in merges if hash not in self._brought]:
            self._brought.update(_brought_by(self.place.root, new))
        brought = {hash: self._brought[hash] for hash in merges}
        found: dict[str, tuple[str, ...]] = {}
        for merge in sorted(brought, key=lambda merge: (-len(brought[merge]), merge)):  # what is nested in another brought less
            found.update(dict.fromkeys(brought[merge], merges[merge]))
        latest = (hash for merge in merges for hash in brought[merge])
        return {hash: found[hash] for hash in islice(dict.fromkeys(latest), limits.MERGED_COMMITS)}

    def _read(self, hashes: list[str]) -> None:
        root = self.place.root.resolve()
        top = work_tree(root)
        below = f"{root.relative_to(top).as_posix()}/" if top and top != root else ""
        paths = paths_of(root, hashes)
        for commit in read_commits(root, hashes):
            inside = (path.removeprefix(below) for path in paths[commit.hash] if path.startswith(below))
            self._commits[commit.hash] = commit._replace(paths=tuple(inside))


def _brought_by(root: Path, merges: Collection[str]) -> dict[str, list[str]]:
    """The commits that each merge brought; none for those that would take too many steps to find."""
    options = ("--stdin", "--topo-order", "--parents", f"--max-count={limits.COMMITS_BESIDE_MERGES}")
    lines = git(root, "rev-list", *options, stdin=range_of(merges)).decode("ascii").splitlines()
    parents = {hash: tuple(before) for hash, *before in map(str.split, lines)}
    places = {hash: place for place, hash in enumerate(parents)}
    found: dict[str, list[str]] = {}
    steps = iter(range(limits.MERGE_STEPS))
    for merge in merges:
        of_merge = parents.get(merge, ())
        found[merge] = _brought(parents, places, of_merge, steps) if len(of_merge) > 1 else []
    return found


def _brought(
    parents: Mapping[str, tuple[str, ...]], places: Mapping[str, int], of_merge: tuple[str, ...], steps: Iterator[int]
) -> list[str]:
    """The ancestors of a merge's other parents that its first parent does not have, as `git rev-list` finds them: by turns
    the commit that stands first in the topological order, and so before all of its ancestors; none where no steps are left."""
    found: list[str] = []
    first, *others = of_merge
    is_old = {hash: hash == first for hash in (first, *others) if hash in places}
    pending = [(places[hash], hash) for hash in is_old]
    heapify(pending)
    new = len(is_old) - is_old.get(first, False)
    while pending and new > 0:
        if next(steps, None) is None:
            return []
        _, hash = heappop(pending)
        if not is_old[hash]:
            new -= 1
            found.append(hash)
        for parent in filter(places.__contains__, parents[hash]):
            if parent not in is_old:
                is_old[parent] = is_old[hash]
                new += not is_old[hash]
                heappush(pending, (places[parent], parent))
            elif is_old[hash] and not is_old[parent]:
                is_old[parent] = True
                new -= 1
    return found
