"""Which commits off the default branch have landed there as other ones: rebased, picked, or squashed into one."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.history.changes import Change, read_differences
from dualtrack.adapters.history.forks import Forks, merge_bases
from dualtrack.adapters.history.known import Known, children_first, ids_of
from dualtrack.adapters.history.refs import is_branch
from dualtrack.facts.history import Commit

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


class _Branch(NamedTuple):
    """What a branch holds, what that begins on, the ids that it mentions, and which of its commits were squashed."""

    tip: str
    commits: frozenset[str]
    beginnings: frozenset[str]
    ids: frozenset[str]
    squashed: frozenset[str] = frozenset()


class Landings:
    """Looks again, when a repository has changed, only at what the change may concern."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._picked: frozenset[str] = frozenset()
        self._branches: dict[str, _Branch] = {}

    def read(self, known: Known, touched: Collection[str], ids: Collection[str], mentioning: Mentioning) -> Landed:
        """The hashes of those commits, where others are `touched` since the last reading, which mention or mentioned these
        ids."""
        self._picked = self._find_picked(known, touched, ids, mentioning)
        before, self._branches = self._branches, {}
        candidates: dict[str, set[str]] = {}
        for ref, tip in known.refs.commits.items():
            if is_branch(ref) and tip in known.loose:
                branch = before.get(ref)
                if not branch or branch.tip != tip or _concerns(branch, known, touched, ids):
                    branch = _branch(known, ref, tip)
                    candidates[ref] = _candidates(known, branch, mentioning)
                self._branches[ref] = branch
        with suppress(GitError):  # a partial clone lacks trees
            self._find_squashed(known, candidates)
        squashed = (branch.squashed for branch in self._branches.values())
        return Landed(self._picked.union(*squashed), self._picked)

    def _find_picked(
        self, known: Known, touched: Collection[str], ids: Collection[str], mentioning: Mentioning
    ) -> frozenset[str]:
        """The commits of which the default branch has one with all that stays where one is rebased."""
        deeds: dict[str, set[_Deed]] = {}
        found: set[str] = set()
        for hash in known.loose:
            commit = known.commits[hash]
            if hash not in touched and not any(id in ids for id in commit.ids):
                if hash in self._picked:
                    found.add(hash)
                continue
            for id in commit.ids:
                if id not in deeds:
                    deeds[id] = {_deed(other) for other in mentioning(id)}
                if _deed(commit) in deeds[id]:
                    found.add(hash)
        return frozenset(found)

    def _find_squashed(self, known: Known, candidates: Mapping[str, Collection[str]]) -> None:
        """Enter which commits of branches are squashed in one of these candidates."""
        commits = {ref: self._branches[ref].commits for ref in candidates}
        pairs = {(hash, other) for ref, others in candidates.items() for other in others for hash in commits[ref]}
        if not pairs:
            return
        loose = {hash: known.loose[hash] for hash in children_first({hash: known.loose[hash] for hash, _ in pairs})}
        met = Forks(loose).left(loose)
        bases = merge_bases(self._folder, known.refs.trunk_tips, set(met.values()))
        squashes = {_Squash(base, hash, other) for hash, other in pairs if (base := bases[met[hash]])}
        asked = {(squash.base, squash.commit) for squash in squashes} | {("", squash.candidate) for squash in squashes}
        changes = read_differences(self._folder, asked, ("",))
        same = [
            squash
            for squash in squashes
            if self._same(squash, changes.get(squash.commit, ()), changes.get(squash.candidate, ()))
        ]
        for ref, others in candidates.items():
            branch = self._branches[ref]
            ends = {squash.commit for squash in same if squash.commit in branch.commits and squash.candidate in others}
            squashed = frozenset[str]().union(*(_reached(known, hash) for hash in ends))
            self._branches[ref] = branch._replace(squashed=squashed)

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


def _branch(known: Known, ref: str, tip: str) -> _Branch:
    commits = _reached(known, tip)
    beginnings = {parent for hash in commits for parent in known.loose[hash] if parent not in commits}
    ids = {id for hash in commits for id in known.commits[hash].ids}.union(ids_of(ref))
    too_long = len(commits) > _LONGEST_BRANCH
    return _Branch(tip, frozenset(commits), frozenset(beginnings), frozenset() if too_long else frozenset(ids))


def _concerns(branch: _Branch, known: Known, touched: Collection[str], ids: Collection[str]) -> bool:
    """Whether a change may concern a branch: its commits, what these begin on, or what mentions the same."""
    return (
        any(hash in touched for hash in branch.commits)
        or any(hash in known.loose for hash in branch.beginnings)
        or any(id in ids for id in branch.ids)
    )


def _deed(commit: Commit) -> _Deed:
    return commit.author, commit.when, commit.subject


def _candidates(known: Known, branch: _Branch, mentioning: Mentioning) -> set[str]:
    """The commits on the default branch that mention an id of a branch, are not older, and touch what it touches."""
    commits = [known.commits[hash] for hash in branch.commits]
    begun = min(commit.when for commit in commits).timestamp()
    paths = {path for commit in commits for path in commit.paths}
    return {
        other.hash
        for id in branch.ids
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
