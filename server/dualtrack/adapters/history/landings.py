"""Which commits of unmerged branches are on the default branch all the same: rebased, cherry-picked, or squashed into one."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.history.changes import FileChange, read_differences
from dualtrack.adapters.history.commit_store import CommitStore, ancestors, children_first, ids_of
from dualtrack.adapters.history.forks import Forks, merge_bases
from dualtrack.adapters.history.refs import is_branch
from dualtrack.facts.history import Commit

_LONGEST_BRANCH = 100
"""Commits; what is longer was hardly squashed, and would take long to compare."""
_LARGEST_FILE = "core.bigFileThreshold=4m"  # of a larger one git says only that it differs
_PLACES = re.compile(rb"^(?:@@ |index ).*\n", re.MULTILINE)

_Identity: TypeAlias = tuple[str, datetime, str]
Mentioning: TypeAlias = Callable[[str], Iterable[Commit]]
"""The commits on the default branch that mention an id."""


class _Squash(NamedTuple):
    """A branch from its merge base up to a commit, and the commit of the default branch that may be its squash."""

    base: str
    commit: str
    candidate: str


class Landed(NamedTuple):
    """Hashes of commits of branches: `all` whose change is on the default branch, and those of them that were `picked`, which
    have a commit of their own there."""

    all: frozenset[str] = frozenset()
    picked: frozenset[str] = frozenset()


class _Branch(NamedTuple):
    """A branch by its tip: its own commits, the parents of these that are not its own, the ids that it mentions, and which of
    its commits were squashed."""

    tip: str
    commits: frozenset[str]
    beginnings: frozenset[str]
    ids: frozenset[str]
    squashed: frozenset[str] = frozenset()


class Landings:
    """Keeps what it found for each branch, and looks again only at branches that new or removed commits may concern."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._picked: frozenset[str] = frozenset()
        self._branches: dict[str, _Branch] = {}

    def read(self, known: CommitStore, touched: Collection[str], ids: Collection[str], mentioning: Mentioning) -> Landed:
        """Which commits have landed; `touched` are the commits that are new, gone or different since the last reading, `ids`
        all that they mention."""
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
        self, known: CommitStore, touched: Collection[str], ids: Collection[str], mentioning: Mentioning
    ) -> frozenset[str]:
        """The commits for which the default branch has one with the same author, author date and subject, as `git rebase` and
        `git cherry-pick` keep them."""
        identities: dict[str, set[_Identity]] = {}
        found: set[str] = set()
        for hash in known.loose:
            commit = known.commits[hash]
            if hash not in touched and not any(id in ids for id in commit.ids):
                if hash in self._picked:
                    found.add(hash)
                continue
            for id in commit.ids:
                if id not in identities:
                    identities[id] = {_identity(other) for other in mentioning(id)}
                if _identity(commit) in identities[id]:
                    found.add(hash)
        return frozenset(found)

    def _find_squashed(self, known: CommitStore, candidates: Mapping[str, Collection[str]]) -> None:
        """Note which commits of branches were squashed into one of these candidates."""
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
            squashed = frozenset[str]().union(*(ancestors(known.loose, hash, most=_LONGEST_BRANCH) for hash in ends))
            self._branches[ref] = branch._replace(squashed=squashed)

    def _same(self, squash: _Squash, ours: Iterable[FileChange], theirs: Iterable[FileChange]) -> bool:
        """Whether both changes leave the same contents or, where the default branch had changed them meanwhile, change the same
        lines (as `git patch-id` compares)."""
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


def _branch(known: CommitStore, ref: str, tip: str) -> _Branch:
    commits = ancestors(known.loose, tip, most=_LONGEST_BRANCH)
    beginnings = {parent for hash in commits for parent in known.loose[hash] if parent not in commits}
    ids = {id for hash in commits for id in known.commits[hash].ids}.union(ids_of(ref))
    too_long = len(commits) > _LONGEST_BRANCH
    return _Branch(tip, frozenset(commits), frozenset(beginnings), frozenset() if too_long else frozenset(ids))


def _concerns(branch: _Branch, known: CommitStore, touched: Collection[str], ids: Collection[str]) -> bool:
    """Whether what is new may concern a branch: its commits, their parents, or commits that mention the same ids."""
    return (
        any(hash in touched for hash in branch.commits)
        or any(hash in known.loose for hash in branch.beginnings)
        or any(id in ids for id in branch.ids)
    )


def _identity(commit: Commit) -> _Identity:
    return commit.author, commit.when, commit.subject


def _candidates(known: CommitStore, branch: _Branch, mentioning: Mentioning) -> set[str]:
    """The commits on the default branch that may be the squash of a branch: they mention an id of it, are not older, and touch
    a file that it touches."""
    commits = [known.commits[hash] for hash in branch.commits]
    begun = min(commit.when for commit in commits).timestamp()
    paths = {path for commit in commits for path in commit.paths}
    return {
        other.hash
        for id in branch.ids
        for other in mentioning(id)
        if other.committed >= begun and not other.is_merge and not other.is_revert and not paths.isdisjoint(other.paths)
    }
