"""What is known of a history, in one file of the user's cache folder, so that the next start need not read it again.

The file is replaced as a whole, so that whoever reads it, in another window or a terminal, finds it whole; what is torn,
changed or of another version is no cache. Its lines are short because decoding one holds up every thread.
"""

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dualtrack.adapters.git import git_folders
from dualtrack.adapters.history.known import Known
from dualtrack.adapters.history.refs import Refs
from dualtrack.model.history import Commit

_VERSION = 1
_COMMITS_IN_A_LINE = 500
_UNUSED_SECONDS = 90 * 24 * 3600


def cache_of(folder: Path) -> Path | None:
    """The file for the repository that a folder lies in, shared by all its work trees; None where there is no repository."""
    folders = git_folders(folder.resolve())
    if not folders:
        return None
    name = hashlib.sha256(os.fsencode(folders[1].resolve())).hexdigest()[:32]
    return _home() / f"history-{name}.jsonl"


def load(cache: Path) -> Known | None:
    """What the file holds; None if there is no such file, or it is not as it was written."""
    try:
        lines = _lines(cache)
        head = next(lines)
        known = Known(Refs(head["refs"], head["trunk"], head["cut"]))
        for line in lines:
            for written in line["commits"]:
                _add(known, *written)
        os.utime(cache)
    except (OSError, ValueError, KeyError, TypeError, StopIteration, OverflowError):
        return None
    return known


def save(cache: Path, known: Known) -> None:
    """Write it; a folder or disk that does not take it is no reason to fail."""
    with contextlib.suppress(OSError):
        cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=cache.name, suffix=".new", dir=cache.parent)
        _forget_unused(cache.parent, os.fstat(handle).st_mtime)
        try:
            with os.fdopen(handle, "wb") as file:
                check = 0
                for line in _written(known):
                    content = json.dumps(line, separators=(",", ":")).encode()
                    check = zlib.crc32(content, check)
                    file.write(b"%08x %s\n" % (check, content))
            Path(name).replace(cache)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def _lines(cache: Path) -> Iterator[Any]:
    """The lines; raises ValueError at the first that is not what was written there, and where the last one is missing."""
    check = 0
    with cache.open("rb") as file:
        for line in file:
            stated, content = line[:8], line[9:-1]
            check = zlib.crc32(content, check)
            if int(stated, 16) != check:
                raise ValueError("this line is not as it was written")
            parsed = json.loads(content)
            if parsed.get("end"):
                return
            if parsed.get("version", _VERSION) != _VERSION:
                break
            yield parsed
    raise ValueError("the end is missing")


def _written(known: Known) -> Iterator[dict[str, Any]]:
    refs = known.refs
    yield {"version": _VERSION, "refs": dict(refs.commits), "trunk": refs.trunk, "cut": refs.cut}
    commits = list(known.commits.values())
    for start in range(0, len(commits), _COMMITS_IN_A_LINE):
        yield {"commits": [_as_list(known, commit) for commit in commits[start : start + _COMMITS_IN_A_LINE]]}
    yield {"end": True}


def _as_list(known: Known, commit: Commit) -> list[Any]:
    paths = None if commit.hash in known.pathless else commit.paths
    flags = commit.is_revert | commit.is_merge << 1
    said = [commit.subject, commit.ids, commit.closes, commit.moves]
    return [commit.hash, commit.author, int(commit.when.timestamp()), *said, flags, paths, known.loose.get(commit.hash)]


def _add(
    known: Known,
    hash: str,
    author: str,
    seconds: int,
    subject: str,
    ids: list[str],
    closes: list[str],
    moves: list[list[str]],
    flags: int,
    paths: list[str] | None,
    parents: list[str] | None,
) -> None:
    when = datetime.fromtimestamp(seconds, UTC)
    pairs = tuple((id, word) for id, word in moves)
    revert, merge, landed = bool(flags & 1), bool(flags & 2), parents is None
    said = (subject, tuple(ids), tuple(closes), pairs)
    known.commits[hash] = Commit(hash, author, when, *said, revert, merge, landed, tuple(paths or ()))
    if parents is not None:
        known.loose[hash] = tuple(parents)
    if paths is None:
        known.pathless.add(hash)


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
