"""MLflow's local store, `mlflow.db`, read without leaving a trace: tables as in MLflow 2.22 to 3.17."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from dualtrack import limits
from dualtrack.adapters.mlflow_run import DATASET_ROLE_TAG, ITEM_TAG, READ_TAGS, RUNNING, Group, JsonTexts, Texts, mlflow_run
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.adapters.sqlite import STORED, Connection, beside, opened, state_of
from dualtrack.adapters.trackers import NamedTracker, named_trackers, with_histories
from dualtrack.facts.runs import Runs
from dualtrack.model.run import INFINITE, Dataset, Run
from dualtrack.project.project import Project
from dualtrack.said import said

_TABLES = {"runs", "latest_metrics", "tags"}
"""What no store is without."""

_RUNS = "SELECT run_uuid, name, status, start_time, end_time, {group} FROM runs WHERE lifecycle_stage = 'active'"
_METRICS = f"""
SELECT run_uuid, key, value FROM latest_metrics
WHERE is_nan = 0 AND value BETWEEN -{INFINITE} AND {INFINITE}
"""
_LAST_LOGGED = f"""
SELECT run_uuid, max(logged.timestamp) FROM latest_metrics logged JOIN runs USING (run_uuid)
WHERE status = '{RUNNING}' GROUP BY run_uuid
"""
_HISTORY = f"""
SELECT count(*), min(value), max(value) FROM (SELECT value FROM metrics WHERE run_uuid = ? AND key = ?
AND is_nan = 0 AND value BETWEEN -{INFINITE} AND {INFINITE} LIMIT ?)
"""
_PARAMS = "SELECT run_uuid, json_group_object(key, value) FROM params GROUP BY run_uuid"
_TAGS = "SELECT run_uuid, key, value FROM tags WHERE value IS NOT NULL AND (key IN ({}) OR key NOT GLOB 'mlflow.*')".format(
    ", ".join(f"'{tag}'" for tag in READ_TAGS)
)
_GROUPS = "SELECT experiment_id, name FROM experiments"
_GROUP_ITEMS = f"SELECT experiment_id, value FROM experiment_tags WHERE key = '{ITEM_TAG}' AND value IS NOT NULL"
_DATASETS = f"""
SELECT used.destination_id, data.name, data.digest, coalesce(role.value, '')
FROM inputs used JOIN datasets data ON data.dataset_uuid = used.source_id
LEFT JOIN input_tags role ON role.input_uuid = used.input_uuid AND role.name = '{DATASET_ROLE_TAG}'
WHERE used.source_type = 'DATASET' AND used.destination_type = 'RUN' ORDER BY data.name
"""
_MODELS = """
SELECT source_run_id, name FROM logged_models WHERE lifecycle_stage = 'active' AND source_run_id IS NOT NULL
ORDER BY creation_timestamp_ms, name
"""


class MlflowStore(Source[NamedTracker, Runs]):
    """The runs of a store named by `sqlite:///path`, the path relative to the board's folder and inside the workspace."""

    fact = Runs
    title = "mlflow"
    globs = ("**/*.db", "**/*.db-wal")
    seconds = 5.0

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._state: tuple[Any, ...] = ()

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, NamedTracker]:
        """The stores."""
        return with_histories(project, named_trackers(project, folder, "sqlite"))

    def is_about(self, path: str, needs: NamedTracker) -> bool:
        """Whether the store, or what is written beside it, has changed."""
        return path in (needs.place, f"{needs.place}-wal")

    def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
        """The runs; read again only when the file has changed."""
        path = self._path(needs)
        if not path:
            return Runs.of((), before, needs.left_out)
        for again in (True, False):
            state = (needs, *(state_of(file) for file in (path, beside(path, "-wal"))))
            if before and state == self._state:
                break
            try:
                before = self._read(path, needs, before)
            except NotRead:
                if again and state[1:] != (state_of(path), state_of(beside(path, "-wal"))):
                    continue  # it was replaced meanwhile
                raise
            self._state = state
            break
        return before or Runs()

    def _path(self, needs: NamedTracker) -> Path | None:
        root = self.folder.root
        path = (root / needs.folder / needs.path).resolve()
        if not path.is_relative_to(root.resolve()):
            raise NotRead(said("{path} is outside the workspace", needs.path))
        if not path.is_file():
            if needs.stated:
                raise NotRead(said("{path} is not a file" if path.exists() else "{path} does not exist", needs.path))
            return None
        return path

    def _read(self, path: Path, needs: NamedTracker, before: Runs | None) -> Runs:
        with opened(path, needs.seconds) as connection:
            tables = {name for (name,) in connection.execute(STORED)}
            if not tables >= _TABLES:
                if not needs.stated:  # of that name there may be anything
                    return Runs.of((), before, needs.left_out)
                raise NotRead(said("{path} is no MLflow store", path.name))
            connection.execute("BEGIN")  # all that is read belongs together
            return Runs.of(_Reading(connection, tables).runs(needs), before, needs.left_out, distance=needs.distance)


class _Reading:
    """One reading of a store."""

    def __init__(self, connection: Connection, tables: AbstractSet[str]) -> None:
        self._connection = connection
        self._tables = tables
        self._texts = Texts()

    def runs(self, needs: NamedTracker) -> Iterator[Run]:
        tracker = needs.name
        metrics, tags, best = self._metrics(), self._tags(), self._best(needs.histories)
        params = {run: JsonTexts(self._texts.counted(values)) for run, values in self._rows(_PARAMS, "params")}
        datasets: dict[str, list[Dataset]] = defaultdict(list)
        for run, name, digest, role in self._rows(_DATASETS, "datasets", "inputs", "input_tags"):
            datasets[run].append(Dataset(self._texts[name], self._texts[digest], self._texts[role]))
        models: dict[str, list[str]] = defaultdict(list)
        for run, name in self._rows(_MODELS, "logged_models"):
            models[run].append(self._texts[name])
        items: dict[Any, str] = dict(self._rows(_GROUP_ITEMS, "experiment_tags"))
        groups = {id: Group(str(name), str(items.get(id, ""))) for id, name in self._rows(_GROUPS, "experiments")}
        nothing: dict[str, Any] = {}
        has_times = "timestamp" in self._columns("latest_metrics")
        last_logged: dict[Any, Any] = dict(self._rows(_LAST_LOGGED, "latest_metrics") if has_times else ())
        group_id = "experiment_id" if "experiment_id" in self._columns("runs") else "NULL"
        for id, name, status, started, ended, group in self._rows(_RUNS.format(group=group_id), "runs"):
            yield mlflow_run(
                tracker,
                str(id),
                self._texts[str(name or "")],
                self._texts[str(status)],
                (started, ended),
                metrics.get(id, nothing),
                params.get(id, nothing),
                tags.get(id, nothing),
                groups.get(group, Group()),
                datasets.get(id, ()),
                models.get(id, ()),
                best=best.get(id, nothing),
                last_logged=last_logged.get(id),
            )

    def _metrics(self) -> dict[str, dict[str, float]]:
        found: dict[str, dict[str, float]] = defaultdict(dict)
        texts, last, values = self._texts, "", {}
        for run, key, value in self._rows(_METRICS, "latest_metrics"):
            if run != last:  # the rows of a run mostly stand together
                last, values = run, found[run]
            values[texts[key]] = value
        return found

    def _best(self, asked: AbstractSet[tuple[str, str]]) -> dict[str, dict[str, tuple[float, float]]]:
        """The lowest and highest values along the histories that are asked for, as long as they are few enough."""
        found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
        left = limits.STORE_HISTORY_ROWS
        for run, key in sorted(asked) if "metrics" in self._tables else ():
            ends = self._connection.execute(_HISTORY, (run, key, left)).fetchone()
            left -= ends[0]
            if left <= 0:
                break
            if ends[0]:
                found[run][key] = ends[1:]
        return found

    def _tags(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = defaultdict(dict)
        texts, last, values = self._texts, "", {}
        for run, key, value in self._rows(_TAGS, "tags"):
            if run != last:
                last, values = run, found[run]
            values[texts[key]] = texts[value]
        return found

    def _columns(self, table: str) -> set[str]:
        return {row[1] for row in self._connection.execute(f"PRAGMA table_info({table})")}

    def _rows(self, query: str, *tables: str) -> Iterable[tuple[Any, ...]]:
        """The rows of a query; none where a store of an older MLflow lacks a table."""
        if not self._tables >= set(tables):
            return ()
        (count,) = self._connection.execute(f"SELECT count(*) FROM {tables[0]}").fetchone()
        if count > limits.STORE_ROWS:
            raise NotRead(
                said("its table {table} has more than {most} million rows", tables[0], limits.STORE_ROWS // 1_000_000)
            )
        return self._connection.execute(query)
