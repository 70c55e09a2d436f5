"""What DVC's files say at commits: those of metrics and params that definitions name, and the lock files beside these."""

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded, too_large
from dualtrack.adapters.dvc_files import LOCK, DvcFiles, values_of
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
        """Values by name, or digests by path; of what cannot be read nothing."""
        self._faults: dict[_File, str] = {}
        """Why files cannot be read."""

    def at(self, commits: Iterable[str]) -> dict[str, dict[str, Entry]]:
        """What each commit has of the files, by path, having read it."""
        asked = [(commit, path) for commit in commits for path in (*self._named.all, *self._named.locks)]
        found = [(place, entry) for place, entry in zip(asked, entries_at(self._root, asked), strict=True) if entry]
        self._read({(path, entry.hash): entry.size for (_, path), entry in found if entry.hash})
        entries: dict[str, dict[str, Entry]] = {commit: {} for commit, _ in asked}
        for (commit, path), entry in found:
            entries[commit][path] = entry._replace(why_not=entry.why_not or self._faults.get((path, entry.hash), ""))
        return entries

    def values(self, path: str, hash: str) -> Mapping[str, Any]:
        """The values, or digests, of a file that a commit has."""
        return self._values[path, hash]

    def locks(self, entries: Mapping[str, Entry]) -> list[Mapping[str, Any]]:
        """The digests that the lock files of a commit have."""
        return [self.values(path, entry.hash) for path in self._named.locks if (entry := entries.get(path)) and entry.hash]

    def _read(self, sizes: Mapping[_File, int]) -> None:
        by_hash: dict[str, list[_File]] = {}
        for file in sizes.keys() - self._values.keys():
            if sizes[file] <= limits.PIPELINE_BYTES:
                by_hash.setdefault(file[1], []).append(file)
            else:
                self._values[file], self._faults[file] = {}, str(too_large(sizes[file], limits.PIPELINE_BYTES))
        for hash, content in read_contents(self._root, {hash: sizes[files[0]] for hash, files in by_hash.items()}):
            for file in by_hash[hash]:
                try:
                    self._values[file] = limited(self._read_one(file[0], content))
                except (Unreadable, ValueError, RecursionError) as error:
                    self._values[file], self._faults[file] = {}, reason_of(error)

    def _read_one(self, path: str, content: bytes) -> dict[str, Any]:
        if posixpath.basename(path) != LOCK:
            return dict(values_of(path, content))
        text = decoded(content)
        if isinstance(text, Unreadable):
            raise text
        return self._named.digests_in(path, text)
