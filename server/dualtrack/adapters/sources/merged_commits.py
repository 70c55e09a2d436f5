"""The commits that came to the default branch with the branches of items, as the merges tell."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import chain, islice
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

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._merges: _Merges = ()
        self._commits: dict[str, Commit] = {}

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, Wanted]:
        """The merges."""
        return {"": Wanted(project.facts[History].merges, project.prefixes)}

    def read(self, needs: Wanted, before: MergedCommits | None) -> MergedCommits:
        """The commits that each merge brought, of nested ones by the inner."""
        merges = tuple(merge for merge in needs.merges if any(prefix_of(id) in needs.prefixes for id in merge[1]))
        if not merges or (refs := read_refs(self.folder.root)).cut:
            return MergedCommits()
        if before and merges == self._merges:
            return before
        latest = dict(merges[: limits.MERGES])
        brought, left = _brought_by(self.folder.root, refs.trunk_tips, latest)
        ids_of = _ids_of(latest, brought)
        ids_of, cut = dict(islice(ids_of.items(), limits.MERGED_COMMITS)), islice(ids_of.values(), limits.MERGED_COMMITS, None)
        if new := [hash for hash in ids_of if hash not in self._commits]:
            self._read(new)
        self._merges = merges
        not_read = chain(cut, map(latest.__getitem__, left), (ids for _, ids in merges[limits.MERGES :]))
        return MergedCommits.of(self._commits.values(), ids_of, chain.from_iterable(not_read))

    def _read(self, hashes: list[str]) -> None:
        root = self.folder.root.resolve()
        top = work_tree(root)
        below = f"{root.relative_to(top).as_posix()}/" if top and top != root else ""
        paths = paths_of(root, hashes)
        for commit in read_commits(root, hashes):
            inside = (path.removeprefix(below) for path in paths[commit.hash] if path.startswith(below))
            self._commits[commit.hash] = commit._replace(paths=tuple(inside))


def _ids_of(merges: Mapping[str, tuple[str, ...]], brought: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """The ids of the commits that merges brought, latest first."""
    found: dict[str, tuple[str, ...]] = {}
    for merge in sorted(brought, key=lambda merge: (-len(brought[merge]), merge)):  # what is nested in another brought less
        found.update(dict.fromkeys(brought[merge], merges[merge]))
    latest = (hash for merge in merges for hash in brought.get(merge, ()))
    return {hash: found[hash] for hash in latest}


def _brought_by(root: Path, tips: Collection[str], merges: Collection[str]) -> tuple[dict[str, list[str]], list[str]]:
    """The commits that each merge brought, as far as these are among the latest of the default branch, and the merges of which
    that is not known. A merge into another branch may bring what the default branch had: of such a merge count those that
    landed together with it."""
    options = ("--stdin", "--topo-order", "--parents", f"--max-count={limits.COMMITS_BESIDE_MERGES}")
    lines = git(root, "rev-list", *options, stdin=range_of(sorted(tips))).decode("ascii").splitlines()
    parents = {hash: tuple(before) for hash, *before in map(str.split, lines)}
    landed = _landed_with(parents, tips)
    together: dict[str, list[str]] = defaultdict(list)
    for hash in parents:
        together[landed.get(hash, "")].append(hash)
    found: dict[str, list[str]] = {}
    left = [merge for merge in merges if merge not in parents] if len(parents) == limits.COMMITS_BESIDE_MERGES else []
    steps = iter(range(limits.MERGE_STEPS))
    for merge in merges:
        if group := together[landed[merge]] if merge in landed else []:
            brought = _brought(parents, group, merge, steps)
            if brought is None:
                left.append(merge)
            elif len(brought) <= limits.COMMITS_OF_MERGE:
                found[merge] = brought
    return found, left


def _landed_with(parents: Mapping[str, tuple[str, ...]], tips: Iterable[str]) -> dict[str, str]:
    """By commit the first of the default branch, along first parents, that has it; nothing before the oldest that is known."""
    places = {hash: place for place, hash in enumerate(parents)}
    line: set[str] = set()
    for tip in tips:
        hash = tip
        while hash in parents and hash not in line:
            line.add(hash)
            hash = next(iter(parents[hash]), "")
    found: dict[str, str] = {}
    for first in sorted(line, key=lambda hash: places[hash], reverse=True):
        pending = [first]
        while pending:
            hash = pending.pop()
            if hash in parents and hash not in found:
                found[hash] = first
                pending += parents[hash]
    return found


def _brought(
    parents: Mapping[str, tuple[str, ...]], group: Sequence[str], merge: str, steps: Iterator[int]
) -> list[str] | None:
    """The ancestors of a merge's other parents that its first parent does not have, among commits that landed together: by
    turns the first in their topological order, so that it comes before all of its ancestors. None where no steps are left."""
    places = {hash: place for place, hash in enumerate(group)}
    first, *others = parents[merge] or ("",)
    is_old = {hash: hash == first for hash in (first, *others) if hash in places}
    pending = [(places[hash], hash) for hash in is_old]
    heapify(pending)
    found: list[str] = []
    while pending:
        if next(steps, None) is None:
            return None
        _, hash = heappop(pending)
        if not is_old[hash]:
            found.append(hash)
        for parent in filter(places.__contains__, parents[hash]):
            if parent not in is_old:
                heappush(pending, (places[parent], parent))
            is_old[parent] = is_old.get(parent, False) or is_old[hash]
    return found
