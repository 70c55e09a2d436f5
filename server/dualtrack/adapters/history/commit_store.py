"""The commits that have been read of a repository, and the refs as they stood then; remembered in a file."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Any

from dualtrack.adapters.history.cache import frozen
from dualtrack.adapters.history.refs import Refs, is_branch, short_name
from dualtrack.facts.history import Branch, Commit
from dualtrack.model.mention import branch_ids

Parents = tuple[str, ...]

_NOBODY = ""
_MOST_TURNS = 10


@dataclass
class CommitStore:
    """The commits, by hash, that mention an id, revert another commit by its hash, or are not on the default branch. Paths are
    relative to the top of the work tree.

    `loose` are the parents of the commits that are not on the default branch; `pathless` the commits whose paths have not been
    read.
    """

    refs: Refs = field(default_factory=Refs)
    commits: dict[str, Commit] = field(default_factory=dict[str, Commit])
    loose: dict[str, Parents] = field(default_factory=dict[str, Parents])
    pathless: set[str] = field(default_factory=set[str])

    @classmethod
    def from_rows(cls, rows: Iterator[Any]) -> "CommitStore":
        """What was written as rows."""
        known = cls(Refs(*next(rows)))
        for hash, author, seconds, *said, is_pathless, parents in rows:
            known.commits[hash] = Commit(hash, author, datetime.fromtimestamp(seconds, UTC), *map(frozen, said))
            if parents is not None:
                known.loose[hash] = tuple(parents)
            if is_pathless:
                known.pathless.add(hash)
        return known

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The same as rows of a cache."""
        yield dict(self.refs.commits), self.refs.trunk, self.refs.cut, self.refs.remote
        for hash, commit in list(self.commits.items()):
            yield *commit, hash in self.pathless, self.loose.get(hash)

    def add(self, commit: Commit, parents: Parents) -> None:
        """A commit that has been read, or read again: what is known of its paths stays."""
        before = self.commits.get(commit.hash)
        if before:
            commit = commit._replace(paths=before.paths)
        elif not commit.is_merge:
            self.pathless.add(commit.hash)
        if not commit.landed:
            self.loose[commit.hash] = parents
        elif not commit.ids and not commit.undoes:
            self.remove(commit.hash)
            return
        self.commits[commit.hash] = commit

    def remove(self, hash: str) -> None:
        """Forget a commit."""
        self.commits.pop(hash, None)
        self.loose.pop(hash, None)
        self.pathless.discard(hash)

    def land(self, hash: str) -> None:
        """A commit has landed on the default branch."""
        self.loose.pop(hash, None)
        if commit := self.commits.get(hash):
            self.add(commit._replace(landed=True), ())

    def concerned(self, touched: set[str]) -> Iterator[str]:
        """The commits that revert these, the commits that revert those, and so on."""
        undone = set(touched)
        reverts = {commit.hash: commit.undoes for commit in self.commits.values() if commit.undoes}
        while found := {hash for hash, other in reverts.items() if other in undone} - undone:
            undone |= found
            yield from found

    def told(self, commit: Commit) -> Commit:
        """A revert whose title names no id, with the ids of the commit that it reverts; what it closes itself stays closed."""
        other, turns = commit, 0
        while (not turns or not other.ids) and (before := self.commits.get(other.undoes)) and turns < _MOST_TURNS:
            other, turns = before, turns + 1
        if not turns or not other.ids:
            return commit
        is_revert = other.is_revert != bool(turns % 2)
        ids, closes = dict.fromkeys((*commit.ids, *other.ids)), commit.closes if is_revert else (*commit.closes, *other.closes)
        return commit._replace(ids=tuple(ids), closes=closes, is_revert=is_revert)

    def branches(self) -> tuple[Branch, ...]:
        """The branches whose names mention an id, each with the commits that no other branch has."""
        ids = {ref: ids_of(ref) for ref in self.refs.commits if is_branch(ref) and short_name(ref) != self.refs.trunk}
        names = {ref: short_name(ref) for ref, named in ids.items() if named}
        owned = _owned(self.loose, self._owners_of_tips(names))
        return tuple(Branch(name, ids_of(f"refs/heads/{name}"), frozenset(owned[name])) for name in sorted(set(names.values())))

    def _owners_of_tips(self, names: Mapping[str, str]) -> dict[str, str]:
        """The branch by its tip; empty where the tip is shared by two, or the branch's name mentions no id."""
        owners: dict[str, str] = {}
        for ref, hash in self.refs.commits.items():
            if is_branch(ref):
                name = names.get(ref, _NOBODY)
                owners[hash] = name if owners.get(hash, name) == name else _NOBODY
        return owners


def _owned(loose: Mapping[str, Parents], of_tips: Mapping[str, str]) -> dict[str, set[str]]:
    """By branch the ancestors of its tip, up to the tip of another branch, that no other branch has."""
    owners: dict[str, str] = {}
    owned: dict[str, set[str]] = defaultdict(set)
    for hash in children_first(loose):
        owner = of_tips.get(hash, owners.get(hash))
        if owner is None:
            continue  # only a tag or a detached HEAD leads here
        if owner:
            owned[owner].add(hash)
        for parent in loose[hash]:
            if parent in loose:
                owners[parent] = owner if owners.get(parent, owner) == owner else _NOBODY
    return owned


def ancestors(parents: Mapping[str, Parents], tip: str, without: Collection[str] = (), most: float = inf) -> set[str]:
    """A commit and its ancestors among those whose parents are given; the walk stops at those of `without`, and soon where
    there are more than `most`."""
    found: set[str] = set()
    pending = [tip]
    while pending and len(found) <= most:
        hash = pending.pop()
        if hash in parents and hash not in found and hash not in without:
            found.add(hash)
            pending += parents[hash]
    return found


def children_first(loose: Mapping[str, Parents]) -> Iterator[str]:
    """The commits in an order in which each comes before its parents."""
    children: dict[str, int] = dict.fromkeys(loose, 0)
    for parents in loose.values():
        for parent in parents:
            if parent in children:
                children[parent] += 1
    ready = [hash for hash, count in children.items() if not count]
    while ready:
        hash = ready.pop()
        yield hash
        for parent in loose[hash]:
            if parent in children:
                children[parent] -= 1
                if not children[parent]:
                    ready.append(parent)


def ids_of(ref: str) -> tuple[str, ...]:
    """The ids that a branch is named for."""
    return branch_ids(short_name(ref))
