"""Trackio's databases in the work tree: `trackio/<project>.db`, or where the user's TRACKIO_DIR says, if that lies inside."""

import json
import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Stamp, Unreadable, stamp_of
from dualtrack.adapters.run_files import RunFile, RunFiles, is_quiet
from dualtrack.adapters.run_values import ITEM_TAG, MetricSeries, flat, item_of, moment_in, params_of
from dualtrack.adapters.source import NotRead
from dualtrack.adapters.sqlite import STORED, Connection, opened
from dualtrack.model.raw import as_mapping
from dualtrack.model.run import Run
from dualtrack.said import said

_SUFFIX = ".db"
_FOLDERS = ("trackio", ".trackio")
_TABLES = {"metrics", "configs"}
_NO_NUMBERS = ("NaN", "Infinity", "-Infinity")
_OWN = "_"
"""How Trackio's own keys begin: `_Group`, `_Created`."""


class TrackioStore(RunFile):
    """One project."""

    def __init__(self, path: str, root: Path) -> None:
        super().__init__(path)
        self.root = root
        self.found: list[Run] = []

    def is_continued(self, file: int, size: int) -> bool:
        """Never: it is read again."""
        return False

    def read(self, file: int, size: int, until: float) -> bool:
        """Read all runs; SQLite opens the file by its path, which is known to lie inside."""
        path = (self.root / self.path).resolve()
        try:
            with opened(path) as connection:
                if {name for (name,) in connection.execute(STORED)} >= _TABLES:
                    connection.execute("BEGIN")
                    self.found = list(_runs(connection, path.stem))
        except NotRead as error:
            raise Unreadable(str(error)) from error
        return True


class TrackioRuns(RunFiles):
    """The runs of Trackio's projects."""

    title = "trackio"
    globs = tuple(f"**/{folder}/*{suffix}" for folder in _FOLDERS for suffix in (_SUFFIX, f"{_SUFFIX}-wal"))
    hidden = (".trackio",)
    ends_by_silence = True

    @staticmethod
    def wanted(name: str) -> bool:
        """Whether it may be a database."""
        return name.endswith(_SUFFIX)

    def stamp(self, path: str) -> Stamp | None:
        """With what is written beside it; None for a database in other folders."""
        root, folder = self.folder.root, posixpath.dirname(path)
        own = self.folder.access.environment.get("TRACKIO_DIR")
        if folder.rpartition("/")[2] not in _FOLDERS and not (own and (root / folder).resolve() == (root / own).resolve()):
            return None
        stamp, log = stamp_of(f"{root}/{path}"), stamp_of(f"{root}/{path}-wal")
        return Stamp(max(stamp.modified, log.modified), stamp.size + log.size, stamp.inode) if stamp and log else stamp

    def file(self, path: str) -> TrackioStore:
        """A database that is still to be read."""
        return TrackioStore(path, self.folder.root)

    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The runs of a project; one that goes on has ended when nothing was logged for long."""
        for file in files:
            for run in file.found if isinstance(file, TrackioStore) else ():
                is_over = not run.ended or is_quiet(run.ended.timestamp())
                yield run if is_over else run._replace(status="running", finished=False, ended=None)


def _runs(connection: Connection, project: str) -> Iterator[Run]:
    columns = {row[1] for row in connection.execute("PRAGMA table_info(metrics)")}
    key = "run_id" if "run_id" in columns else "run_name"
    (count,) = connection.execute("SELECT count(*) FROM metrics").fetchone()
    if count > limits.STORE_ROWS:
        raise Unreadable(said("it has more than {most} million values", limits.STORE_ROWS // 1_000_000))
    series: dict[str, MetricSeries] = defaultdict(MetricSeries)
    names: dict[str, str] = {}
    times: dict[str, list[str]] = {}
    for id, name, when, logged in connection.execute(f"SELECT {key}, run_name, timestamp, metrics FROM metrics ORDER BY id"):
        for metric, value in flat(_said(logged)):
            if value in _NO_NUMBERS or (isinstance(value, int | float) and not isinstance(value, bool)):
                series[id].add(metric, float(value))
        names[id] = name
        first, last = times.get(id, (when, when))
        times[id] = [min(first, when), max(last, when)]
    configs = {id: _said(config) for id, config in connection.execute(f"SELECT {key}, config FROM configs")}
    for id, name in names.items():
        config = configs.get(id, {})
        final, best = series[id].named()
        given = {key: value for key, value in config.items() if not key.startswith(_OWN) and key != ITEM_TAG}
        yield Run(
            "trackio",
            f"{project}/{id}" if key == "run_name" else str(id),
            str(name),
            True,
            "finished",
            moment_in(times[id][0]),
            moment_in(times[id][1]),
            final,
            item=item_of(config.get(ITEM_TAG)),
            group="/".join(filter(None, (project, str(config.get("_Group") or "")))),
            params=params_of(given),
            best=best,
        )


def _said(content: Any) -> Mapping[str, Any]:
    return as_mapping(json.loads(content)) or {} if isinstance(content, str | bytes) else {}
