"""Which commits off the default branch have landed there as other ones: rebased, picked, or squashed into one."""

import re
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.history.changes import Change, read_differences
from dualtrack.adapters.history.forks import Forks, merge_bases
from dualtrack.adapters.history.known import Known, children_first, ids_of
from dualtrack.adapters.history.refs import is_branch
from dualtrack.model.history import Commit

_LONGEST_BRANCH = 100
"""Commits; what is longer was hardly squashed, and would take long to compare."""
_LARGEST_FILE = "core.bigFileThreshold=4m"  # of a larger one git says only that it differs
_PLACES = re.compile(rb"^(?:@@ |index ).*\n", re.MULTILINE)

_Deed: TypeAlias = tuple[str, datetime, str]
Mentioning: TypeAlias = Callable[[str], Iterable[Commit]]
"""The commits on the default branch that mention an id."""


class _Squash(NamedTuple):
    """A branch from the merge base up to a commit, and the one commit of the default branch that may be all of it."""

    base: str
    commit: str
    candidate: str


class Landed(NamedTuple):
    """Commits by hash: `all` that have landed as other ones, and those of them that are on the default branch one by one."""

    all: frozenset[str] = frozenset()
    picked: frozenset[str] = frozenset()


class Landings:
    """Says it anew for every state of a repository; what git has compared once is kept."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._compared: dict[_Squash, bool] = {}

    def read(self, known: Known, mentioning: Mentioning) -> Landed:
        """The hashes of those commits."""
        picked = _picked(known, mentioning)
        landed = set(picked)
        branches: dict[str, set[str]] = {}
        candidates: dict[str, set[str]] = {}
        for ref, tip in known.refs.commits.items():
            if is_branch(ref) and tip in known.loose:
                commits = _reached(known, tip)
                if len(commits) <= _LONGEST_BRANCH and not commits <= landed:
                    branches[tip] = commits
                    candidates.setdefault(tip, set()).update(_candidates(known, commits, ids_of(ref), mentioning))
        pairs = {(hash, other) for tip, others in candidates.items() for other in others for hash in branches[tip]}
        with suppress(GitError):  # a partial clone lacks trees
            for squash in self._found(known, pairs):
                landed |= _reached(known, squash.commit)
        return Landed(frozenset(landed), frozenset(picked))

    def _found(self, known: Known, pairs: Collection[tuple[str, str]]) -> Iterable[_Squash]:
        """Of pairs of a commit off the default branch and one on it those of which the second squashes the first."""
        loose = {hash: known.loose[hash] for hash in children_first({hash: known.loose[hash] for hash, _ in pairs})}
        met = Forks(loose).left(loose)
        bases = merge_bases(self._folder, known.refs.trunk_tips, set(met.values()))
        squashes = {_Squash(base, hash, other) for hash, other in pairs if (base := bases[met[hash]])}
        self._compared = {squash: same for squash, same in self._compared.items() if squash in squashes}
        new = squashes - self._compared.keys()
        asked = {(squash.base, squash.commit) for squash in new} | {("", squash.candidate) for squash in new}
        changes = read_differences(self._folder, asked, ("",))
        for squash in new:
            self._compared[squash] = self._same(squash, changes.get(squash.commit, ()), changes.get(squash.candidate, ()))
        return [squash for squash, same in self._compared.items() if same]

    def _same(self, squash: _Squash, ours: Iterable[Change], theirs: Iterable[Change]) -> bool:
        """Whether the files became the same or, where they had changed meanwhile, the lines that differ are the same."""
        after, others = ({change.path: change.after for change in changes} for changes in (ours, theirs))
        if not after or after.keys() != others.keys():
            return False
        if after == others:
            return True
        patch = self._patch(squash.base, squash.commit)
        return b"\nBinary files " not in patch and patch == self._patch(f"{squash.candidate}^", squash.candidate)

    def _patch(self, before: str, after: str) -> bytes:
        how = ("-r", "-p", "-U0", "--no-renames", "--no-color", "--no-ext-diff", "--no-textconv")
        return _PLACES.sub(b"", git(self._folder, "-c", _LARGEST_FILE, "diff-tree", *how, before, after))


def _picked(known: Known, mentioning: Mentioning) -> set[str]:
    """The commits of which the default branch has one with all that stays where one is rebased."""
    deeds: dict[str, set[_Deed]] = {}
    found: set[str] = set()
    for hash in known.loose:
        commit = known.commits[hash]
        for id in commit.ids:
            if id not in deeds:
                deeds[id] = {_deed(other) for other in mentioning(id)}
            if _deed(commit) in deeds[id]:
                found.add(hash)
    return found


def _deed(commit: Commit) -> _Deed:
    return commit.author, commit.when, commit.subject


def _candidates(known: Known, branch: Collection[str], named: Iterable[str], mentioning: Mentioning) -> set[str]:
    """The commits on the default branch that mention an id of a branch, are not older, and touch what it touches."""
    commits = [known.commits[hash] for hash in branch]
    begun = min(commit.when for commit in commits).timestamp()
    paths = {path for commit in commits for path in commit.paths}
    return {
        other.hash
        for id in {*named, *(id for commit in commits for id in commit.ids)}
        for other in mentioning(id)
        if other.committed >= begun and not other.is_merge and not other.is_revert and not paths.isdisjoint(other.paths)
    }


def _reached(known: Known, tip: str) -> set[str]:
    """The commits off the default branch that lead to one, itself among them; where they are too many, not all."""
    found: set[str] = set()
    pending = [tip]
    while pending and len(found) <= _LONGEST_BRANCH:
        hash = pending.pop()
        if hash in known.loose and hash not in found:
            found.add(hash)
            pending += known.loose[hash]
    return found
