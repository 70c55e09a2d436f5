"""Other people's SQLite databases, read without leaving a trace, and within limits of time and memory."""

import shutil
import sqlite3
import stat
import tempfile
import time
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import LiteralString

from dualtrack import limits
from dualtrack.adapters.disk import LFS_POINTER
from dualtrack.adapters.source import NotRead
from dualtrack.said import said

Connection = sqlite3.Connection
STORED = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
"""The tables whose rows are kept, and none that is worked out."""
_WAL = 2
_WAL_HEADER_BYTES = 32
_FAULTS: Mapping[int, LiteralString] = {
    sqlite3.SQLITE_BUSY: "{path} is locked by a program that writes to it",
    sqlite3.SQLITE_CORRUPT: "{path} is damaged or half written",
    sqlite3.SQLITE_NOTADB: "{path} is no SQLite database",
    sqlite3.SQLITE_READONLY: "{path} holds a write that was interrupted, which MLflow undoes when it opens it",
}
"""By SQLite's code of the error."""


@contextmanager
def opened(path: Path, seconds: float = limits.STORE_SECONDS) -> Generator[sqlite3.Connection]:
    """A connection that writes nothing, not even the `-shm` and `-wal` files that a plain read of a WAL store leaves behind.

    What fails while it is open raises NotRead.
    """
    try:
        with _opened(path, seconds) as connection:
            yield connection
    except (sqlite3.Error, OSError, ValueError, TypeError) as error:
        raise NotRead(fault_of(path, error, seconds)) from error


@contextmanager
def _opened(path: Path, seconds: float) -> Generator[sqlite3.Connection]:
    for file in (beside(path, suffix) for suffix in ("-wal", "-journal", "-shm")):
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(file.lstat().st_mode):  # SQLite would follow it
                raise NotRead(said("{file} beside it is not a file", file.name))
    if not path.is_file():  # a pipe would be waited for
        raise NotRead(said("{path} is not a file", path.name))
    with path.open("rb") as file:
        header = file.read(len(LFS_POINTER))
    if header == LFS_POINTER:
        raise NotRead(said("{path} is a pointer of Git LFS, and what it points to is not on this machine", path.name))
    in_wal_mode = len(header) > 18 and header[18] == _WAL
    wal = beside(path, "-wal")
    if in_wal_mode and wal.is_file() and wal.stat().st_size:
        if path.stat().st_size > limits.STORE_LOG_BYTES:
            raise NotRead(said("{path} is being written and too large to be copied", path.name))
        with tempfile.TemporaryDirectory(prefix="dualtrack-") as folder:
            copy = Path(folder) / path.name
            _copy(path, wal, copy, time.monotonic() + seconds)
            with closing(_connect(copy, "mode=ro", seconds)) as connection:
                yield connection
        return
    before = state_of(path)
    with closing(_connect(path, "immutable=1" if in_wal_mode else "mode=ro", seconds)) as connection:
        yield connection
    if in_wal_mode and (before != state_of(path) or _begins_with(wal)):  # which takes no lock
        raise NotRead(said("{path} was written while it was read", path.name))


def _copy(path: Path, wal: Path, copy: Path, until: float) -> None:
    """Copy a database and its write-ahead log as they belong together, again and again `until` then: as long as the log is not
    begun anew, all that was written to the database since it was begun stands in it."""
    while True:
        log = _begins_with(wal)
        shutil.copyfile(path, copy)
        shutil.copyfile(wal, beside(copy, "-wal"))
        if log and log == _begins_with(wal):
            return
        if time.monotonic() > until:
            raise NotRead(said("{path} was written while it was read", path.name))


def _begins_with(wal: Path) -> bytes:
    """The header of a write-ahead log, which is another one each time that it is begun anew; empty where there is no log."""
    with suppress(FileNotFoundError), wal.open("rb") as file:
        return file.read(_WAL_HEADER_BYTES)
    return b""


def _connect(path: Path, how: str, seconds: float) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=limits.STORE_LOCKED_SECONDS)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.STORE_VALUE_BYTES)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA hard_heap_limit = {limits.STORE_BYTES}")
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
    return connection


def fault_of(path: Path, error: Exception, seconds: float = limits.STORE_SECONDS) -> str:
    """Why a database cannot be read."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return said("{path} takes more than {count} seconds to read", path.name, round(seconds))
    fault = _FAULTS.get(code)
    return said(fault, path.name) if fault else said("{path} cannot be read ({why})", path.name, error)


def beside(path: Path, suffix: str) -> Path:
    """A file that SQLite keeps beside a database."""
    return path.with_name(path.name + suffix)


def state_of(path: Path) -> tuple[int, int]:
    """What changes when a file is written."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)
