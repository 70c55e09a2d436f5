"""The commits and branches of one repository, kept up with its refs: when one moves, git is asked only for what differs."""

from collections.abc import Collection, Iterable
from pathlib import Path

from dualtrack.adapters.git import GitError, work_tree
from dualtrack.adapters.history.cache import load, save
from dualtrack.adapters.history.known import Known
from dualtrack.adapters.history.log import read_hashes, read_log, read_paths
from dualtrack.adapters.history.refs import Refs, read_refs
from dualtrack.model.history import Commit, History
from dualtrack.model.mention import prefix_of

_PATHS_AT_ONCE = 2000
_WORTH_SAVING = 200
"""Commits; fewer are read again faster than all others are written."""


class HistoryIndex:
    """The history of the repository that a folder lies in; `cache` is the file where it is remembered, None for nowhere."""

    def __init__(self, folder: Path, cache: Path | None = None) -> None:
        self._folder = folder.resolve()
        self._cache = cache
        self._known: Known | None = None
        self._unsaved = 0
        self.history = History()

    def read(self) -> History:
        """The history as the refs stand now; raises GitError, and then it stays as it was."""
        refs = read_refs(self._folder)
        if not self._known and (remembered := load(self._cache) if self._cache else None):
            self._publish(remembered, remembered.commits.keys())
        known = self._known
        if known and known.refs == refs:
            return self.history
        touched = self._follow(known, refs) if known and known.refs.cut == refs.cut else None
        if known and touched is not None:
            self._publish(known, touched)
        else:
            afresh = self._read_all(refs)
            self._publish(afresh, afresh.commits.keys() | self.history.commits.keys())
        return self.history

    def read_paths(self, prefixes: Collection[str]) -> History:
        """With the paths of those commits that mention an id of a known prefix or lie on an item's branch."""
        known = self._known
        if not known:
            return self.history
        shown = (self.history.commits[hash] for hash in known.pathless if hash in self.history.commits)
        wanted = [commit.hash for commit in shown if not commit.ids or any(prefix_of(id) in prefixes for id in commit.ids)]
        for start in range(0, len(wanted), _PATHS_AT_ONCE):
            part = wanted[start : start + _PATHS_AT_ONCE]
            known.pathless.difference_update(part)
            try:
                found = dict(read_paths(self._folder, part))
            except GitError:  # a partial clone lacks trees, and fetching them would run what the repository names
                return self.history
            for hash, paths in found.items():
                known.commits[hash] = known.commits[hash]._replace(paths=paths)
            self._unsaved += len(found)
        if wanted:
            self._publish(known, set(wanted))
        return self.history

    def remember(self) -> None:
        """Write what is known to the cache, if enough of it is new there."""
        if self._cache and self._known and self._unsaved >= _WORTH_SAVING:
            save(self._cache, self._known)
            self._unsaved = 0

    def _read_all(self, refs: Refs) -> Known:
        known = Known(refs)
        trunk = refs.trunk_tips
        for commit, parents in read_log(self._folder, trunk, (), every=False):
            known.add(commit._replace(landed=True), parents)
        for commit, parents in read_log(self._folder, refs.tips - trunk, trunk, every=True):
            known.add(commit, parents)
        self._unsaved += len(known.commits)
        return known

    def _follow(self, known: Known, refs: Refs) -> set[str] | None:
        """Bring what is known up to the refs, and say which commits differ; None where git has lost what that needs."""
        old, new = known.refs, refs
        try:
            gone = read_hashes(self._folder, old.tips - new.tips, new.tips)
            off = list(read_log(self._folder, old.trunk_tips - new.trunk_tips, new.trunk_tips, every=True))
            landed = read_hashes(self._folder, new.trunk_tips - old.trunk_tips, old.trunk_tips)
            added = list(read_log(self._folder, new.tips - old.tips, old.tips, every=True))
        except GitError:
            return None
        for commit, parents in (*off, *added):
            known.add(commit, parents)
        for hash in landed:
            known.land(hash)
        for hash in gone:
            known.remove(hash)
        known.refs = refs
        touched = {*gone, *landed, *(commit.hash for commit, _ in (*off, *added))}
        self._unsaved += len(touched)
        return touched

    def _publish(self, known: Known, touched: Iterable[str]) -> None:
        """Make the history anew where commits or branches differ."""
        branches = known.branches()
        own = {hash for branch in branches for hash in branch.own_commits}
        differing = {*touched, *(own ^ {hash for branch in self.history.branches for hash in branch.own_commits})}
        shown = {hash for hash in differing if (commit := known.commits.get(hash)) and (commit.ids or hash in own)}
        new = {hash: self._inside(known.commits[hash]) for hash in shown}
        self._known = known
        self.history = self.history.changed(differing - shown, new, branches, known.refs.trunk, bool(known.refs.cut))

    def _inside(self, commit: Commit) -> Commit:
        """With the paths in this folder, counted from it."""
        top = work_tree(self._folder) if commit.paths else None
        prefix = f"{self._folder.relative_to(top).as_posix()}/" if top and top != self._folder else ""
        if not prefix:
            return commit
        return commit._replace(paths=tuple(path.removeprefix(prefix) for path in commit.paths if path.startswith(prefix)))
