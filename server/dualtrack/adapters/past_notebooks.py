"""What stood in notebooks at the commits that runs were made at, as digests of their sources."""

import re
from collections.abc import Iterable
from pathlib import Path

from dualtrack.adapters.git import GitError, git, streamed, text_of, work_tree
from dualtrack.adapters.notebooks import digest_of_sources

_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_LARGEST = 256 * 1024 * 1024

Stood = tuple[str, str]
"""A commit and the path of a notebook, relative to the folder."""


class PastNotebooks:
    """The notebooks of one folder; what has been asked for once is remembered, since a commit never changes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._known: dict[Stood, str] = {}

    def read(self, wanted: Iterable[Stood]) -> dict[Stood, str]:
        """The digests of those that there were; raises GitError."""
        asked = [stood for stood in wanted if _COMMIT.fullmatch(stood[0]) and stood[1].isprintable()]
        new = [stood for stood in asked if stood not in self._known]
        if new:
            self._known.update(self._read(new))
        return {stood: digest for stood in asked if (digest := self._known.get(stood))}

    def _read(self, new: list[Stood]) -> dict[Stood, str]:
        root = self._root.resolve()
        top = work_tree(root)
        if not top:
            return {}
        below = "" if top == root else f"{root.relative_to(top).as_posix()}/"
        names = "".join(f"{commit}:{below}{path}\n" for commit, path in new)
        described = text_of(git(root, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", stdin=names))
        digests: dict[str, str] = {}
        found: dict[Stood, str] = dict.fromkeys(new, "")
        for stood, line in zip(new, described.splitlines(), strict=True):
            hash, kind, size = [*line.split(" "), "", ""][:3]
            if kind == "blob" and size.isdecimal() and int(size) <= _LARGEST:
                if hash not in digests:
                    digests[hash] = self._digest(hash)
                found[stood] = digests[hash]
        return found

    def _digest(self, hash: str) -> str:
        try:
            return digest_of_sources(streamed(self._root, "cat-file", "blob", hash))
        except GitError:
            return ""
