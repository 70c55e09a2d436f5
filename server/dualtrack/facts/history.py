"""What git's history says of items: commits, branches, and which ids they concern."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from dualtrack.facts.facts import Fact
from dualtrack.model.merge_subject import merged_ids
from dualtrack.said import said
from dualtrack.table import Table, grouped

_UPDATE = re.compile(r"Merge (?:remote-tracking )?branch '(?:\w+/)?(?:main|master|trunk|develop)'")
"""A merge of the default branch into another one."""
_PULLED = re.compile(r"\(#\d+\)$|^Merged PR \d+: ")


class Commit(NamedTuple):
    """A commit. `ids` are all that its message could mention, in canonical form; `closes` those that a closing keyword names.

    `landed`: it lies on the default branch, or what it did came there as another commit: rebased, picked or squashed. `paths`
    are the files that it touched, relative to the project's folder, or below the name of another repository; none for a merge.
    `repository` is the name of another repository, empty for this one. `committed` is when it came to be, in seconds: unlike
    `when`, the author's date, it follows the order of commits. `undoes` is the hash of the commit that a revert names which
    mentions nothing itself. `has_reviewer`: its message names one.
    """

    hash: str
    author: str
    when: datetime
    subject: str
    ids: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    is_revert: bool = False
    is_merge: bool = False
    landed: bool = True
    paths: tuple[str, ...] = ()
    repository: str = ""
    committed: int = 0
    undoes: str = ""
    has_reviewer: bool = False

    @property
    def shows_review(self) -> bool:
        """Whether somebody else let it pass: its message names a reviewer, or it came by a merge or a pull request."""
        return self.has_reviewer or (self.is_merge and not _UPDATE.match(self.subject)) or bool(_PULLED.search(self.subject))

    def reverts(self, *ids: str) -> bool:
        """Whether it takes back work on an item, given its canonical ids; a revert may itself be what closes another one."""
        return self.is_revert and not any(id in self.closes for id in ids)


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch by its name (a remote one without the remote's), with the ids that it is named for.

    `own_commits` are the full hashes of those that belong to no other branch, nor to the default one.
    """

    name: str
    ids: tuple[str, ...] = ()
    own_commits: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class History(Fact):
    """The commits, by hash, that mention an id or lie on an item's branch; compared by identity.

    `trunk` is the name of the default branch, empty where there is none. `shallow`: older commits are not in this clone.
    """

    commits: Mapping[str, Commit] = field(default_factory=dict[str, Commit])
    branches: tuple[Branch, ...] = ()
    trunk: str = ""
    shallow: bool = False
    by_id: Table[str, tuple[Commit, ...]] = field(default_factory=Table[str, tuple[Commit, ...]], repr=False)
    """The commits that mention each id or lie on its branches, newest first."""
    branches_by_id: Table[str, tuple[Branch, ...]] = field(default_factory=Table[str, tuple[Branch, ...]], repr=False)
    """The branches named for each id."""

    @cached_property
    def shows_reviews(self) -> bool:
        """Whether the team's reviews can be seen here at all."""
        return any(commit.shows_review for commit in self.commits.values())

    @cached_property
    def latest_first(self) -> tuple[Commit, ...]:
        """All of them, by when they came to be."""
        return tuple(sorted(self.commits.values(), key=lambda commit: -commit.committed))

    @cached_property
    def merges(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The merges on the default branch of branches of items, with the ids of these, latest first."""
        merges = (commit for commit in self.latest_first if commit.is_merge and commit.landed and not commit.is_revert)
        return tuple((commit.hash, ids) for commit in merges if (ids := merged_ids(commit.subject)))

    @property
    def missing(self) -> str:
        """Older commits, in a shallow clone."""
        return said("older commits are not in this clone") if self.shallow else ""

    def changed(
        self,
        gone: Iterable[str],
        new: Mapping[str, Commit],
        branches: tuple[Branch, ...],
        trunk: str = "",
        shallow: bool = False,
        twice: Collection[str] = (),
    ) -> "History":
        """With the commits of some hashes gone, some new or other ones, and these branches instead of the former. What
        is there `twice`, since it was picked, is listed once, as the other one that mentions the item."""
        commits = dict(self.commits)
        left = [commit for hash in gone if (commit := commits.pop(hash, None))]
        replaced = [commits[hash] for hash in new if hash in commits]
        commits.update(new)
        differing = set(self.branches) ^ set(branches)
        concerned = {id for commit in chain(left, replaced, new.values()) for id in commit.ids}
        away = {commit.hash for commit in left}
        differing.update(b for b in branches if any(hash in new or hash in away for hash in b.own_commits))
        concerned.update(id for branch in differing for id in branch.ids)
        mentioning: dict[str, set[str]] = defaultdict(set)
        for commit in new.values():
            for id in commit.ids:
                mentioning[id].add(commit.hash)
        own: dict[str, set[str]] = defaultdict(set)
        for branch in branches:
            for id in branch.ids:
                if id in concerned:
                    own[id].update(branch.own_commits)
        by_id: dict[str, tuple[Commit, ...]] = {}
        for id in concerned:
            before = self.by_id.get(id, ())
            hashes = {hash for commit in before if (hash := commit.hash) in commits and id in commits[hash].ids}
            hashes |= mentioning[id] | {hash for hash in own[id] if hash in commits}
            hashes -= {hash for hash in hashes if hash in twice and id in commits[hash].ids}
            if hashes:
                by_id[id] = tuple(sorted((commits[hash] for hash in hashes), key=newest_first))
        later = self.by_id.with_changes(by_id, concerned)
        named = grouped((id, branch) for branch in branches for id in branch.ids)
        return History(commits, branches, trunk, shallow, later, named)


def newest_first(commit: Commit) -> tuple[float, str]:
    """The order of commits that people expect, the same at any time."""
    return (-commit.when.timestamp(), commit.hash)
