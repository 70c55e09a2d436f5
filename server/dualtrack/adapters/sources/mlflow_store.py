"""MLflow's local store, `mlflow.db`, read without leaving a trace: tables as in MLflow 2.22 to 3.17."""

import os
import posixpath
import shutil
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import LFS_POINTER
from dualtrack.adapters.source import NotRead, Place, Source
from dualtrack.adapters.trackers import TAGS, NamedTracker, named_trackers, tagged
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Run, is_measurement
from dualtrack.project.project import Project

_TABLES = ("runs", "latest_metrics", "tags")
_WAL = 2

# A table whose rows are kept, and none that is worked out.
_STORED = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
_RUNS = f"""
SELECT run_uuid, name, status, start_time, end_time FROM runs WHERE lifecycle_stage = 'active' LIMIT {limits.STORE_RUNS}
"""
_METRICS = "SELECT run_uuid, key, value FROM latest_metrics WHERE is_nan = 0"
_TAGS = "SELECT run_uuid, key, value FROM tags WHERE key IN ({})".format(", ".join(f"'{tag}'" for tag in TAGS))


class MlflowStore(Source[NamedTracker, Runs]):
    """The runs of a store named by `sqlite:///path`, the path relative to the board's folder and inside the workspace."""

    fact = Runs
    title = "mlflow"
    globs = ("**/*.db", "**/*.db-wal")
    seconds = 5.0

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, name)
        self._state: tuple[Any, ...] = ()

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, NamedTracker]:
        """The stores."""
        return {name: each for name, each in named_trackers(project, place.access, "mlflow") if not each.is_server}

    def is_about(self, path: str, needs: NamedTracker) -> bool:
        """Whether the store, or what is written beside it, has changed."""
        store = posixpath.normpath(posixpath.join(needs.folder, needs.uri.partition(":///")[2].partition("?")[0]))
        return path in (store, f"{store}-wal")

    def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
        """The runs; read again only when the file has changed."""
        path = self._path(needs)
        if not path:
            return Runs()
        state = (needs, *(_state(file) for file in (path, _beside(path, "-wal"))))
        if before and state == self._state:
            return before
        try:
            found = Runs.of(self._read(path, needs.name), before)
        except (sqlite3.Error, OSError, ValueError, TypeError) as error:
            raise NotRead(f"{path.name} cannot be read ({error})") from error
        self._state = state
        return found

    def _path(self, needs: NamedTracker) -> Path | None:
        scheme, separator, written = needs.uri.partition(":///")
        if scheme != "sqlite" or not separator:
            raise NotRead(f"{needs.uri} is neither sqlite:///… nor http(s)://…")
        root = self.place.root
        path = (root / needs.folder / written.partition("?")[0]).resolve()
        if not path.is_relative_to(root.resolve()):
            raise NotRead(f"{written} is outside the workspace")
        if not path.is_file():
            if needs.stated:
                raise NotRead(f"{written} does not exist")
            if (root / needs.folder / "mlruns").is_dir():
                raise NotRead(f"the runs in {posixpath.join(needs.folder, 'mlruns')} are in a file store, which is not read")
            return None
        return path

    def _read(self, path: Path, tracker: str) -> Iterator[Run]:
        with _opened(path) as connection:
            tables = {name for (name,) in connection.execute(_STORED) if name in _TABLES}
            if len(tables) < len(_TABLES):
                raise NotRead(f"{path.name} is no MLflow store")
            metrics: dict[str, dict[str, float]] = defaultdict(dict)
            for run, key, value in _rows(connection, path, _METRICS):
                if isinstance(value, (int, float)) and is_measurement(value):
                    metrics[str(run)][str(key)] = float(value)
            tags: dict[str, dict[str, str]] = defaultdict(dict)
            for run, key, value in _rows(connection, path, _TAGS):
                tags[str(run)][str(key)] = str(value)
            for id, name, status, started, ended in _rows(connection, path, _RUNS):
                yield Run(
                    tracker=tracker,
                    id=str(id),
                    name=str(name or ""),
                    finished=status == "FINISHED",
                    status=str(status).lower(),
                    started=_moment(started),
                    ended=_moment(ended),
                    metrics=metrics.get(id, {}),
                    **tagged(tags[id]),
                )


def _rows(connection: sqlite3.Connection, path: Path, query: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a query; raises NotRead where they hold more text than the limit."""
    left = limits.STORE_BYTES
    for row in connection.execute(query):
        left -= sum(len(value) for value in row if isinstance(value, str | bytes))
        if left < 0:
            raise NotRead(f"{path.name} holds more than {limits.STORE_BYTES >> 20} MB of names")
        yield row


@contextmanager
def _opened(path: Path) -> Generator[sqlite3.Connection]:
    """A connection that writes nothing, not even the `-shm` and `-wal` files that a plain read of a WAL store leaves behind."""
    for beside in (_beside(path, suffix) for suffix in ("-wal", "-journal", "-shm")):
        if os.path.lexists(beside) and (beside.is_symlink() or not beside.is_file()):  # SQLite would follow it
            raise NotRead(f"{beside.name} beside it is not a file")
    with path.open("rb") as file:
        header = file.read(len(LFS_POINTER))
    if header == LFS_POINTER:
        raise NotRead(f"{path.name} is a pointer of Git LFS, and what it points to is not on this machine")
    in_wal_mode = len(header) > 18 and header[18] == _WAL
    wal = _beside(path, "-wal")
    if in_wal_mode and wal.is_file() and wal.stat().st_size:
        if path.stat().st_size > limits.STORE_LOG_BYTES:
            raise NotRead(f"{path.name} is being written and too large to be copied")
        with tempfile.TemporaryDirectory(prefix="dualtrack-") as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            shutil.copyfile(wal, _beside(copy, "-wal"))
            with closing(_connect(copy, "mode=ro")) as connection:
                yield connection
        return
    with closing(_connect(path, "immutable=1" if in_wal_mode else "mode=ro")) as connection:
        yield connection


def _connect(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.as_uri()}?{how}", uri=True, timeout=2.0)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limits.STORE_VALUE_BYTES)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute(f"PRAGMA hard_heap_limit = {limits.STORE_BYTES}")
    deadline = time.monotonic() + limits.STORE_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
    return connection


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _state(path: Path) -> tuple[int, int]:
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_mtime_ns, status.st_size)


def _moment(milliseconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
