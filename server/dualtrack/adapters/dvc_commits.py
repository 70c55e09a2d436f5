"""What DVC's files say at commits: those of metrics and params that definitions name, and the lock files beside these. They are
in git or in DVC's cache."""

import hashlib
import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, TypeAlias

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded, too_large
from dualtrack.adapters.dvc_cache import LACKING, DvcCache, NotInCache
from dualtrack.adapters.dvc_files import LOCK, DvcFiles, Lock, values_of
from dualtrack.adapters.git_files import Entry, entries_at, read_contents
from dualtrack.adapters.read_files import reason_of
from dualtrack.adapters.run_values import limited

_File: TypeAlias = tuple[str, str]
"""A path and the hash of a content: what a lock file says depends on where it lies."""


class DvcCommits:
    """The files in one repository; a file that has the same content at several commits is read once."""

    def __init__(self, root: Path, named: DvcFiles) -> None:
        self._root = root
        self._named = named
        self._values: dict[_File, Mapping[str, Any]] = {}
        """Values by name; of what cannot be read none."""
        self._locks: dict[_File, Lock] = {}
        self._cache = DvcCache(root)
        self._entries: dict[_File, Entry] = {}
        """What the cache has, by path and digest."""
        self.lacking: set[str] = set()
        """Those of metrics of which the cache does not have the content of some commit."""
        self._faults: dict[_File, str] = {}
        """Why files cannot be read."""

    def at(self, commits: Iterable[str]) -> dict[str, dict[str, Entry]]:
        """What each commit has of the files, by path, having read it. What DVC's cache lacks is there by DVC's digest."""
        asked = [(commit, path) for commit in commits for path in (*self._named.all, *self._named.locks)]
        found = [(place, entry) for place, entry in zip(asked, entries_at(self._root, asked), strict=True) if entry]
        self._read({(path, entry.hash): entry.size for (_, path), entry in found if entry.hash})
        entries: dict[str, dict[str, Entry]] = {commit: {} for commit, _ in asked}
        for (commit, path), entry in found:
            entries[commit][path] = entry._replace(why_not=entry.why_not or self._faults.get((path, entry.hash), ""))
        for at_commit in entries.values():
            at_commit.update(self._kept_by_dvc(at_commit))
        return entries

    def values(self, path: str, hash: str) -> Mapping[str, Any]:
        """The values of a file that a commit has."""
        return self._values.get((path, hash), {})

    def locks(self, entries: Mapping[str, Entry]) -> list[Lock]:
        """What the lock files of a commit say."""
        files = ((path, entry.hash) for path in self._named.locks if (entry := entries.get(path)))
        return [self._locks[file] for file in files if file in self._locks]

    def has_grown(self) -> bool:
        """Whether DVC's cache has something now that was asked for in vain."""
        return self._cache.has_grown()

    def _kept_by_dvc(self, entries: Mapping[str, Entry]) -> dict[str, Entry]:
        """The files that git does not have at a commit, and DVC's cache does."""
        digests = {path: digest for lock in self.locks(entries) for path, digest in lock.made.items()}
        found: dict[str, Entry] = {}
        for path in self._named.all if digests else ():
            if path in entries or digests.keys().isdisjoint((path, *map(str, PurePosixPath(path).parents))):
                continue
            try:
                if digest := self._cache.digest_of(path, digests):
                    found[path] = self._cached(path, digest)
            except NotInCache as lacking:
                self.lacking.update({path} & self._named.metrics)
                found[path] = Entry(str(lacking), why_not=LACKING)
            except (Unreadable, ValueError, RecursionError) as error:
                found[path] = Entry(why_not=reason_of(error))
        return found

    def _cached(self, path: str, digest: str) -> Entry:
        """A file in DVC's cache, by the hash that git would give it: it is the same one wherever it is kept."""
        if (path, digest) not in self._entries:
            content = self._cache.read(path, digest)
            file = (path, blob_hash(content))
            if file not in self._values:
                self._take(file, content)
            self._entries[path, digest] = Entry(file[1], len(content), self._faults.get(file, ""))
        return self._entries[path, digest]

    def _read(self, sizes: Mapping[_File, int]) -> None:
        by_hash: dict[str, list[_File]] = {}
        for file in sizes.keys() - self._values.keys():
            if sizes[file] <= limits.PIPELINE_BYTES:
                by_hash.setdefault(file[1], []).append(file)
            else:
                self._values[file], self._faults[file] = {}, str(too_large(sizes[file], limits.PIPELINE_BYTES))
        for hash, content in read_contents(self._root, {hash: sizes[files[0]] for hash, files in by_hash.items()}):
            for file in by_hash[hash]:
                self._take(file, content)

    def _take(self, file: _File, content: bytes) -> None:
        self._values[file] = {}
        try:
            if posixpath.basename(file[0]) == LOCK:
                self._locks[file] = self._lock(file[0], content)
            else:
                self._values[file] = limited(dict(values_of(file[0], content)))
        except (Unreadable, ValueError, RecursionError) as error:
            self._faults[file] = reason_of(error)

    def _lock(self, path: str, content: bytes) -> Lock:
        text = decoded(content)
        if isinstance(text, Unreadable):
            raise text
        lock = self._named.lock_of(path, text)
        limited({**lock.taken, **lock.made})
        return lock


def blob_hash(content: bytes) -> str:
    """The hash that git gives a file."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
