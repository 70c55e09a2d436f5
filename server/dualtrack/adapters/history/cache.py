"""What is known of a history, in a file of rows in the user's cache folder, so that the next start need not read it again.

It is replaced as a whole, so that whoever reads it, in another window or a terminal, finds it whole; what is torn, changed or
of another version is no cache. Lines are short because decoding one holds up every thread.
"""

import contextlib
import hashlib
import json
import os
import re
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar, cast

from dualtrack import __version__, limits
from dualtrack.adapters.git_folder import git_folders, work_tree
from dualtrack.adapters.plain_files import read_plain

T = TypeVar("T")

_ROWS_IN_A_LINE = 500
_UNUSED_SECONDS = 90 * 24 * 3600
_OURS = re.compile(r"history-(?:items-)?[0-9a-f]{32}\.jsonl(?:\w{8}\.new)?")
_PACKAGE = Path(__file__).parents[2]
_READERS = ("", "model", "files", "adapters", "adapters/history")


def cache_of(folder: Path, name: str = "", below: str = "") -> Path | None:
    """The cache file `name` of the repository that a folder lies in, shared by all its work trees, or of what lies `below` its
    top; None where there is no repository or no cache folder."""
    folders, home = git_folders(folder.resolve()), _home()
    if not folders or not home:
        return None
    whose = os.fsencode(folders[1].resolve()) + (b"\0" + os.fsencode(below) if below else b"")
    with contextlib.suppress(OSError):  # the names of people are remembered as it tells them
        whose += b"\0\0" + read_plain((work_tree(folder.resolve()) or folder) / ".mailmap", most=limits.FILE_BYTES)
    return home / f"history-{name}{hashlib.sha256(whose).hexdigest()[:32]}.jsonl"


def load(file: Path, read: Callable[[Iterator[Any]], T]) -> T | None:
    """What is made of the rows in a file, which are lists where they were tuples, and seconds where they were times; None if
    there is no such file, or it is not as it was written."""
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError, StopIteration, OverflowError):
        with file.open("rb") as opened:
            found = read(chain.from_iterable(_lines(opened)))
        os.utime(file)
        return found


def save(file: Path, rows: Iterable[Any]) -> None:
    """Write rows; a folder or disk that does not take them is no reason to fail."""
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=file.name, suffix=".new", dir=file.parent)
        _forget_unused(file.parent, os.fstat(handle).st_mtime)
        try:
            with os.fdopen(handle, "wb") as opened:
                check, left = 0, iter(rows)
                parts = iter(lambda: list(islice(left, _ROWS_IN_A_LINE)), [])
                for part in chain([[_version()]], parts, [[]]):
                    content = json.dumps(part, separators=(",", ":"), default=_seconds).encode()
                    check = zlib.crc32(content, check)
                    opened.write(b"%08x %s\n" % (check, content))
            Path(name).replace(file)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def frozen(value: Any) -> Any:
    """Lists as the tuples that they were."""
    return tuple(map(frozen, cast("list[Any]", value))) if isinstance(value, list) else value


def _seconds(when: datetime) -> int:
    return int(when.timestamp())


def _lines(opened: Iterable[bytes]) -> Iterator[list[Any]]:
    """The rows behind the version; raises ValueError at the first line that is not what was written there, and where the last,
    empty one is missing."""
    check, version = 0, [_version()]
    for number, line in enumerate(opened):
        content = line[9:-1]
        check = zlib.crc32(content, check)
        if line[:9] != b"%08x " % check or line[-1:] != b"\n":
            raise ValueError("this line is not as it was written")
        rows = json.loads(content)
        if number and not rows:
            return
        if number:
            yield rows
        elif rows != version:
            break
    raise ValueError("this is not what this version has written to the end")


@cache
def _version() -> str:
    """The version of the cache: that of the program, and the sizes of the sources whose answers it holds, so that whoever edits
    these gets no old answers. A size can be had without opening the file."""
    sizes: list[tuple[str, str, int]] = []
    with contextlib.suppress(OSError):
        for folder in _READERS:
            with os.scandir(_PACKAGE / folder) as entries:
                sizes += ((folder, entry.name, entry.stat().st_size) for entry in entries if entry.name.endswith(".py"))
    return f"{__version__} {zlib.crc32(repr(sorted(sizes)).encode()):08x}"


def _forget_unused(folder: Path, now: float) -> None:
    """Delete what nobody has asked for in a long time, and what a process that was killed left unfinished."""
    for file in folder.glob("history-*"):
        if not _OURS.fullmatch(file.name):
            continue
        with contextlib.suppress(OSError):
            age = now - file.stat().st_mtime
            if age > (3600 if file.suffix == ".new" else _UNUSED_SECONDS):
                file.unlink()


def _home() -> Path | None:
    """The user's cache folder; None for a user without a home folder."""
    if stated := os.environ.get("DUALTRACK_CACHE"):
        return Path(stated)
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "dualtrack" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "dualtrack"
        stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
        # A relative path counts as not set, as in every program: it would be one inside the repository.
        return (stated if stated.is_absolute() else Path.home() / ".cache") / "dualtrack"
    except RuntimeError:
        return None
