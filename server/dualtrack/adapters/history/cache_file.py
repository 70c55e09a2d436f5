"""A file of lines in the user's cache folder: replaced as a whole, so that whoever reads it, in another window or a terminal,
finds it whole; what is torn, changed or of another version is no cache. Lines are short because decoding one holds up every
thread.
"""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dualtrack.adapters.git import git_folders

IN_A_LINE = 500
"""Entries that are short enough to stand in one line."""
NOT_AS_WRITTEN = (OSError, ValueError, KeyError, TypeError, StopIteration, OverflowError)
"""What reading a damaged or absent cache raises."""

_UNUSED_SECONDS = 90 * 24 * 3600


def cache_file(folder: Path, name: str, below: str = "") -> Path | None:
    """The file of a name for the repository that a folder lies in, shared by all its work trees, and for what lies `below` its
    top; None where there is no repository."""
    folders = git_folders(folder.resolve())
    if not folders:
        return None
    whose = os.fsencode(folders[1].resolve()) + (b"\0" + os.fsencode(below) if below else b"")
    return _home() / f"history-{name}{hashlib.sha256(whose).hexdigest()[:32]}.jsonl"


def read_lines(cache: Path, version: int) -> Iterator[Any]:
    """The lines behind that with the version; raises ValueError at the first that is not what was written there, and where the
    last one is missing."""
    check = 0
    with cache.open("rb") as file:
        for line in file:
            stated, content = line[:8], line[9:-1]
            check = zlib.crc32(content, check)
            if int(stated, 16) != check:
                raise ValueError("this line is not as it was written")
            parsed = json.loads(content)
            if parsed.get("end"):
                os.utime(cache)
                return
            if parsed.get("version", version) != version:
                break
            yield parsed
    raise ValueError("the end is missing")


def write_lines(cache: Path, version: int, lines: Iterable[dict[str, Any]]) -> None:
    """Write them; a folder or disk that does not take it is no reason to fail."""
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=cache.name, suffix=".new", dir=cache.parent)
        _forget_unused(cache.parent, os.fstat(handle).st_mtime)
        try:
            with os.fdopen(handle, "wb") as file:
                check = 0
                for line in _closed(version, lines):
                    content = json.dumps(line, separators=(",", ":")).encode()
                    check = zlib.crc32(content, check)
                    file.write(b"%08x %s\n" % (check, content))
            Path(name).replace(cache)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _closed(version: int, lines: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines):
        yield line if number else {"version": version, **line}
    yield {"end": True}


def _forget_unused(folder: Path, now: float) -> None:
    """Delete what nobody has asked for in a long time, and what a process that was killed left unfinished."""
    for file in folder.glob("history-*"):
        with contextlib.suppress(OSError):
            age = now - file.stat().st_mtime
            if age > (3600 if file.suffix == ".new" else _UNUSED_SECONDS):
                file.unlink()


def _home() -> Path:
    """The user's cache folder."""
    if stated := os.environ.get("DUALTRACK_CACHE"):
        return Path(stated)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "dualtrack" / "cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "dualtrack"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dualtrack"
