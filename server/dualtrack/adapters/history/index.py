"""The commits and branches of one repository, kept up with its refs: when one moves, git is asked only for what differs."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from dualtrack.adapters.git import GitError
from dualtrack.adapters.git_folder import work_tree
from dualtrack.adapters.history.cache import load, save
from dualtrack.adapters.history.commit_store import CommitStore
from dualtrack.adapters.history.landings import Landed, Landings, Mentioning
from dualtrack.adapters.history.log import read_hashes, read_log
from dualtrack.adapters.history.paths import PathReading
from dualtrack.adapters.history.refs import Refs, read_refs
from dualtrack.facts.history import Branch, Commit, History
from dualtrack.model.mention import prefix_of
from dualtrack.table import grouped

_WORTH_SAVING = 200
"""Commits; fewer are read again faster than all others are written."""


class HistoryIndex:
    """The history of the repository that a folder lies in; `cache` is the file where it is remembered, None for nowhere. One
    beside the project's own has a `name`."""

    def __init__(self, folder: Path, cache: Path | None = None, name: str = "") -> None:
        self._name = name
        self._folder = folder.resolve()
        self._cache = cache
        self._known: CommitStore | None = None
        self._prefixes: frozenset[str] = frozenset()
        self._unsaved = 0
        self._landings = Landings(self._folder)
        self._landed = Landed()
        self.history = History()

    def read(self, prefixes: Collection[str]) -> History:
        """The history as the refs stand now, with the paths of commits that mention ids of these prefixes (upper case) or lie
        on an item's branch; raises GitError, and then it stays as it was."""
        refs = read_refs(self._folder)
        self._prefixes = self._prefixes.union(prefixes)
        if not self._known and (remembered := load(self._cache, CommitStore.from_rows) if self._cache else None):
            self._publish(remembered, set(remembered.commits), remembered.branches())
        known = self._known
        if known and known.refs == refs and not self._pathless(known, self.history.branches):
            return self.history
        with closing(PathReading(self._folder)) as reading:
            touched = self._follow(known, refs) if known and known.refs.cut == refs.cut else None
            if not known or touched is None:
                known = self._read_all(refs, reading)
                touched = {*known.commits, *self.history.commits}
            branches = known.branches()
            touched.update(self._with_paths(known, branches, reading))
            self._publish(known, touched, branches)
        self._remember(known)
        return self.history

    def _read_all(self, refs: Refs, reading: PathReading) -> CommitStore:
        known = CommitStore(refs)
        trunk = refs.trunk_tips
        for commit, parents in read_log(self._folder, trunk, (), every=False):
            known.add(commit, parents)
            if not commit.is_merge and self._mentions(commit):
                known.pathless.discard(commit.hash)
                reading.ask(commit.hash)
        for commit, parents in read_log(self._folder, refs.tips - trunk, trunk, every=True):
            known.add(commit, parents)
        self._unsaved += len(known.commits)
        return known

    def _follow(self, known: CommitStore, refs: Refs) -> set[str] | None:
        """Bring what is known up to the refs, and say which commits differ; None where git has lost what that needs."""
        old, new = known.refs, refs
        touched: set[str] = set()
        self._known = None  # what is half brought up must not be gone on with
        try:
            gone = read_hashes(self._folder, old.tips - new.tips, new.tips)
            landed = read_hashes(self._folder, new.trunk_tips - old.trunk_tips, old.trunk_tips)
            off = read_log(self._folder, old.trunk_tips - new.trunk_tips, new.trunk_tips, every=True)
            added = read_log(self._folder, new.tips - old.tips, old.tips, every=True)
            for commit, parents in chain(off, added):
                if commit.ids or commit.undoes or commit.hash not in landed:
                    known.add(commit, parents)
                    touched.add(commit.hash)
        except GitError:
            return None
        for hash in landed:
            known.land(hash)
        for hash in gone:
            known.remove(hash)
        known.refs = refs
        self._unsaved += len(touched) + len(gone) + len(landed)
        return touched | gone | landed

    def _pathless(self, known: CommitStore, branches: Iterable[Branch]) -> list[str]:
        """The commits whose paths are wanted and not known."""
        own = {hash for branch in branches for hash in branch.own_commits}
        return [hash for hash in known.pathless if hash in own or self._mentions(known.told(known.commits[hash]))]

    def _with_paths(self, known: CommitStore, branches: Iterable[Branch], reading: PathReading) -> set[str]:
        """Read the paths that are wanted and not known, and say of which commits."""
        wanted = self._pathless(known, branches)
        known.pathless.difference_update(wanted)
        for hash in wanted:
            reading.ask(hash)
        touched: set[str] = set()
        for hash, paths in reading.answers():
            known.commits[hash] = known.commits[hash]._replace(paths=paths)
            touched.add(hash)
        self._unsaved += len(touched)
        return touched

    def _publish(self, known: CommitStore, touched: set[str], branches: tuple[Branch, ...]) -> None:
        """Make the history anew where commits or branches differ, by a loop rather than by sets: what takes long in one step
        holds up every thread."""
        own = {hash for branch in branches for hash in branch.own_commits}
        touched.update(own ^ {hash for branch in self.history.branches for hash in branch.own_commits})
        landed = self._landings.read(known, touched, self._ids_of(known, touched), self._mentioning(known, touched))
        touched.update(landed.all ^ self._landed.all, landed.picked ^ self._landed.picked)
        self._landed = landed
        top = work_tree(self._folder)
        prefix = f"{self._folder.relative_to(top).as_posix()}/" if top and top != self._folder else ""
        gone: list[str] = []
        new: dict[str, Commit] = {}
        for hash in touched.union(known.concerned(touched)):
            read = known.commits.get(hash)
            commit = known.told(read) if read else None
            if not read or not commit or not (commit.ids or hash in own):
                gone.append(hash)
                continue
            if commit.paths and hash not in own and not self._mentions(commit):
                known.commits[hash] = read._replace(paths=())  # it was a branch's own before it landed
                commit = commit._replace(paths=())
                known.pathless.add(hash)
            new[hash] = self._inside(commit, prefix)
        self._known = known
        self.history = self.history.changed(gone, new, branches, known.refs.trunk, bool(known.refs.cut), landed.picked)

    def _inside(self, commit: Commit, prefix: str) -> Commit:
        """With the paths in this folder, counted from it: those that begin with the prefix."""
        if commit.hash in self._landed.all:
            commit = commit._replace(landed=True)
        if not prefix and not self._name:
            return commit
        start = f"{self._name}/" if self._name else ""
        paths = tuple(start + path.removeprefix(prefix) for path in commit.paths if path.startswith(prefix))
        return commit._replace(paths=paths, repository=self._name)

    def _ids_of(self, known: CommitStore, hashes: Iterable[str]) -> set[str]:
        """What commits mention, or mentioned while they were there."""
        found = (commit for hash in hashes if (commit := known.commits.get(hash) or self.history.commits.get(hash)))
        return {id for commit in found for id in commit.ids}

    def _mentioning(self, known: CommitStore, touched: Iterable[str]) -> Mentioning:
        """Those that were known to mention an id, and those that differ."""
        late = grouped((id, hash) for hash in touched if (commit := known.commits.get(hash)) for id in commit.ids)

        def mentioning(id: str) -> Iterator[Commit]:
            before = (commit.hash for commit in self.history.by_id.get(id, ()))
            commits = (known.commits.get(hash) for hash in {*before, *late.get(id, ())})
            return (commit for commit in commits if commit and commit.landed and id in commit.ids)

        return mentioning

    def _remember(self, known: CommitStore) -> None:
        if self._cache and self._unsaved >= _WORTH_SAVING:
            save(self._cache, known.rows())
            self._unsaved = 0

    def _mentions(self, commit: Commit) -> bool:
        return any(prefix_of(id) in self._prefixes for id in commit.ids)
