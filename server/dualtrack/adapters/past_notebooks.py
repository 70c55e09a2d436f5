"""What stood in notebooks at the commits that runs were made at, as digests of their sources."""

import re
from collections.abc import Iterable
from pathlib import Path

from dualtrack.adapters.disk import stamp_of
from dualtrack.adapters.git import GitError, git, git_folders, name_of, streamed, work_tree
from dualtrack.adapters.history.refs import fingerprint
from dualtrack.adapters.notebooks import digest_of_sources

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_FILE = re.compile(r"([0-9a-f]+) blob ([0-9]+)")
_LARGEST = 256 * 1024 * 1024

Stood = tuple[str, str]
"""A commit and the path of a notebook, relative to the folder."""


class PastNotebooks:
    """The notebooks of one folder; what has been found once is remembered, since a commit never changes, and what has not is
    asked for again once something has been fetched."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Stood, str] = {}
        self._missing: set[Stood] = set()
        self._seen: object = None

    def read(self, wanted: Iterable[Stood]) -> dict[Stood, str]:
        """The digests of those that there were; raises GitError."""
        asked = [stood for stood in wanted if _COMMIT.fullmatch(stood[0]) and stood[1].isprintable()]
        new = [stood for stood in asked if stood not in self._known]
        if new and self._seen != (seen := self._state()):
            self._seen, self._missing = seen, set()
        if new := [stood for stood in new if stood not in self._missing]:
            self._known.update(self._read(new))
            self._missing.update(stood for stood in new if stood not in self._known)
        return {stood: digest for stood in asked if (digest := self._known.get(stood))}

    def _state(self) -> object:
        """Other whenever commits have come to the repository; read from the file system."""
        folders = git_folders(self._root)
        fetched = folders[0] / "FETCH_HEAD" if folders else None
        return fingerprint(self._root), stamp_of(str(fetched)) if fetched else None

    def _read(self, new: list[Stood]) -> dict[Stood, str]:
        """The digests of those that there are, empty where one is no notebook."""
        root = self._root.resolve()
        top = work_tree(root)
        below = "" if not top or top == root else f"{root.relative_to(top).as_posix()}/"
        if not top or "\n" in below:
            return {}
        names = "".join(f"{commit}:{below}{path}\n" for commit, path in new)
        described = name_of(git(root, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", stdin=names))
        digests: dict[str, str] = {}
        found: dict[Stood, str] = {}
        for stood, line in zip(new, described.split("\n")[:-1], strict=True):
            file = _FILE.fullmatch(line)
            if file and int(file[2]) <= _LARGEST:
                hash = file[1]
                if hash not in digests:
                    digests[hash] = self._digest(hash)
                found[stood] = digests[hash]
        return found

    def _digest(self, hash: str) -> str:
        try:
            return digest_of_sources(streamed(self._root, "cat-file", "blob", hash))
        except GitError:
            return ""
