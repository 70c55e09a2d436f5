"""What files of a workspace say, read again only when they have changed, and which cannot be read."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Generic, TypeVar

from dualtrack.adapters.disk import Stamp, Unreadable, read_head, read_text, stamp_of, too_large
from dualtrack.said import joined, said

_log = logging.getLogger(__name__)
_NAMED = 3

T = TypeVar("T")


class ReadFiles(Generic[T]):
    """What `read` makes of the paths and texts of files, None for one that says nothing; it may raise anything where it cannot,
    and the message of Unreadable is passed on. One of more than `most` bytes is not read."""

    def __init__(self, root: Path, read: Callable[[str, str], T | None], most: int) -> None:
        self._root = root
        self._read = read
        self._most = most
        self._known: dict[str, tuple[Stamp, T | None, str]] = {}

    def of(self, paths: Iterable[str]) -> dict[str, T]:
        """What each file says, by path."""
        inside: dict[str, bool] = {}
        known: dict[str, tuple[Stamp, T | None, str]] = {}
        for path in paths:
            stamp = stamp_of(f"{self._root}/{path}")
            before = self._known.get(path)
            if stamp:
                known[path] = before if before and before[0] == stamp else (stamp, *self._said(path, stamp, inside))
        self._known = known
        return {path: said for path, (_, said, _) in known.items() if said is not None}

    @property
    def unread(self) -> dict[str, str]:
        """Why files that were asked for last cannot be read, by path."""
        return {path: why for path, (*_, why) in self._known.items() if why}

    def _said(self, path: str, stamp: Stamp, inside: dict[str, bool]) -> tuple[T | None, str]:
        if stamp.size > self._most:
            return None, self._why_too_large(path, stamp.size)
        text = read_text(self._root, path, inside)
        try:
            return (self._read(path, text), "") if isinstance(text, str) else (None, str(text or ""))
        except Unreadable as error:
            return None, str(error)
        except Exception as error:  # one file that our own reading fails on must not silence the others
            _log.exception("%s could not be read", path)
            return None, reason_of(error)

    def _why_too_large(self, path: str, size: int) -> str:
        """Why a large file is not read; empty where its beginning says nothing, as with what is none of those looked for."""
        head = read_head(self._root, path, self._most)[0].decode(errors="ignore")
        try:
            is_none = self._read(path, head) is None
        except Exception:  # it has no end
            is_none = False
        return "" if is_none else str(too_large(size, self._most))


def not_read(reasons: Mapping[str, str]) -> str:
    """The files that cannot be read, by their paths, the first few with the reason why; empty where all can."""
    return listed_first([said("{path} ({why})", path, why) for path, why in reasons.items()])


def listed_first(names: Sequence[str]) -> str:
    """`a, b, c, and 7 more`."""
    more = len(names) - _NAMED
    return joined(", ", [*names[:_NAMED], *([said("and {count} more", more)] if more > 0 else [])])


def only_some(what: str, count: int, most: int) -> str:
    """That not all files that could hold something are read; empty where they are."""
    return said("{what} are looked for in only {most} of {count} files", what, most, count) if count > most else ""


def reason_of(error: Exception) -> str:
    """Why a file cannot be read, in words for people."""
    if isinstance(error, Unreadable):
        return str(error)
    return (
        (error.strerror or "") if isinstance(error, OSError) else said("its content is garbled ({error})", type(error).__name__)
    )
