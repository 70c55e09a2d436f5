"""What files of a workspace say, read again only when they have changed."""

import logging
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Generic, TypeVar

from dualtrack.adapters.disk import Stamp, read_text, stamp_of

_log = logging.getLogger(__name__)

T = TypeVar("T")


class ReadFiles(Generic[T]):
    """What `read` makes of the texts of files. One that is gone, no text, or larger than `most` bytes is left out."""

    def __init__(self, root: Path, read: Callable[[str, str], T | None], most: int) -> None:
        self._root = root
        self._read = read
        self._most = most
        self._known: dict[str, tuple[Stamp, T | None]] = {}

    def of(self, paths: Iterable[str]) -> dict[str, T]:
        """What each file says, by path."""
        inside: dict[str, bool] = {}
        known: dict[str, tuple[Stamp, T | None]] = {}
        for path in paths:
            stamp = stamp_of(f"{self._root}/{path}")
            before = self._known.get(path)
            if stamp:
                known[path] = before if before and before[0] == stamp else (stamp, self._said(path, stamp, inside))
        self._known = known
        return {path: said for path, (_, said) in known.items() if said is not None}

    def _said(self, path: str, stamp: Stamp, inside: dict[str, bool]) -> T | None:
        text = read_text(self._root, path, inside) if stamp.size <= self._most else None
        try:
            return self._read(path, text) if isinstance(text, str) else None
        except Exception:  # one file that our own reading fails on must not silence the others
            _log.exception("%s could not be read", path)
            return None
