"""What DVC's files say at commits: those of metrics and params that definitions name, and the lock files beside these."""

import posixpath
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded, too_large
from dualtrack.adapters.dvc_files import LOCK, DvcFiles, values_of
from dualtrack.adapters.git_files import Entry, entries_at, read_contents
from dualtrack.adapters.read_files import reason_of
from dualtrack.adapters.run_values import limited


class DvcCommits:
    """The files in one repository; what has the same content is read once."""

    def __init__(self, root: Path, named: DvcFiles) -> None:
        self._root = root
        self._named = named
        self.said: dict[str, Mapping[str, Any]] = {}
        """Values by name, or digests by path, by the hash of the content; of what cannot be read nothing."""
        self._faults: dict[str, str] = {}
        """Why contents cannot be read, by hash."""

    def at(self, commits: Iterable[str]) -> dict[str, dict[str, Entry]]:
        """What each commit has of the files, by path, having read it."""
        asked = [(commit, path) for commit in commits for path in (*self._named.all, *self._named.locks)]
        found = [(place, entry) for place, entry in zip(asked, entries_at(self._root, asked), strict=True) if entry]
        self._read({entry.hash: (path, entry.size) for (_, path), entry in found if entry.hash})
        entries: dict[str, dict[str, Entry]] = {commit: {} for commit, _ in asked}
        for (commit, path), entry in found:
            entries[commit][path] = entry._replace(why_not=entry.why_not or self._faults.get(entry.hash, ""))
        return entries

    def locks(self, entries: Mapping[str, Entry]) -> list[Mapping[str, Any]]:
        """The digests that the lock files of a commit have."""
        return [self.said[entry.hash] for path in self._named.locks if (entry := entries.get(path)) and entry.hash]

    def _read(self, files: Mapping[str, tuple[str, int]]) -> None:
        """Read contents, by hash, of which a path and the size are given."""
        sizes: dict[str, int] = {}
        for hash in files.keys() - self.said.keys():
            size = files[hash][1]
            if size <= limits.PIPELINE_BYTES:
                sizes[hash] = size
            else:
                self.said[hash], self._faults[hash] = {}, str(too_large(size, limits.PIPELINE_BYTES))
        for hash, content in read_contents(self._root, sizes):
            try:
                self.said[hash] = limited(self._read_one(files[hash][0], content))
            except (Unreadable, ValueError, RecursionError) as error:
                self.said[hash], self._faults[hash] = {}, reason_of(error)

    def _read_one(self, path: str, content: bytes) -> dict[str, Any]:
        if posixpath.basename(path) != LOCK:
            return dict(values_of(path, content))
        text = decoded(content)
        if isinstance(text, Unreadable):
            raise text
        return self._named.digests_in(path, text)
