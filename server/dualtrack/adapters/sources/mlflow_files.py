"""MLflow's runs in plain files, `mlruns/`, as MLflow 2.22 to 3.17 writes them."""

import posixpath
import re
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from dualtrack import limits
from dualtrack.adapters.mlflow_run import DATASET_ROLE_TAG, ITEM_TAG, Group, Texts, is_read, mlflow_run
from dualtrack.adapters.pipelines.leaves import leaves
from dualtrack.adapters.plain_files import modified, plain_bytes, plain_files, plain_folders
from dualtrack.adapters.read_files import not_read, reason_of
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.adapters.trackers import NamedTracker, named_trackers
from dualtrack.facts.runs import Runs
from dualtrack.model.raw import as_mapping
from dualtrack.model.run import Dataset, Run, is_measurement
from dualtrack.project.project import Project
from dualtrack.said import joined, said

_STATUSES = ("", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED")
_DIGITS = 20
"""Of a time in milliseconds, so that texts are in the order of the times."""
_RUN_FILES = ("meta.yaml", "metrics", "params", "tags", "tags/dualtrack.item")
# Most descriptions hold nothing but words, and PyYAML takes longer than reading all files of a run.
_PLAIN = re.compile(r"^(\w+): ([A-Za-z0-9/][\w./-]*(?::[\w/][\w./-]*)*|'[\w./-]*'|\[\])$", re.MULTILINE | re.ASCII)


class _Known(NamedTuple):
    """A run and when its folders and its description were written, as far as it was read."""

    written: tuple[int, ...]
    group: Group
    run: Run | None


class MlflowFiles(Source[NamedTracker, Runs]):
    """The runs of a folder named by `file:path`, relative to the board's folder and inside the workspace.

    What has ended is read again when its description or one of its folders has been written.
    """

    fact = Runs
    title = "mlflow"
    globs = ("**/mlruns/**/meta.yaml", "**/mlruns/*/*/tags/*")
    seconds = 15.0

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._known: dict[str, _Known] = {}
        self._unread: dict[str, str] = {}
        self._texts = Texts()
        self._until = 0.0

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, NamedTracker]:
        """The folders."""
        return dict(named_trackers(project, folder, "file"))

    def is_about(self, path: str, needs: NamedTracker) -> bool:
        """Whether a file of the store has changed."""
        return path.startswith(f"{needs.place}/")

    def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
        """The runs that are not deleted."""
        root = self.folder.root
        folder = (root / needs.folder / needs.path).resolve()
        if not folder.is_relative_to(root.resolve()):
            raise NotRead(said("{path} is outside the workspace", needs.path))
        if not folder.is_dir():
            if needs.stated:
                raise NotRead(said("{path} does not exist", needs.path))
            return Runs.of((), before, needs.left_out)
        self._until = time.monotonic() + limits.SERVER_SECONDS
        self._texts = Texts()
        known, self._known = self._known, {}
        self._unread = {}
        try:
            for experiment in plain_folders(str(folder)):
                try:
                    self._read_experiment(needs.name, experiment, known)
                except (OSError, ValueError) as error:  # one file must not silence the others
                    self._unread[experiment] = reason_of(error)
                    self._known |= {run: each for run, each in known.items() if run.startswith(f"{experiment}/")}
        except OSError as error:
            self._known = known | self._known
            raise NotRead(said("{path} cannot be read ({why})", needs.path, error)) from error
        unread = not_read({f"{needs.place}{path.removeprefix(str(folder))}": why for path, why in self._unread.items()})
        runs = (each.run for each in self._known.values() if each.run)
        return Runs.of(runs, before, joined("; ", filter(None, (unread, needs.left_out))), distance=needs.distance)

    def _read_experiment(self, tracker: str, folder: str, known: Mapping[str, _Known]) -> None:
        about = _parsed(folder)
        if not _is_active(about):
            return
        tags = self._values(f"{folder}/tags", is_read)
        group = Group(str(about.get("name") or ""), tags.get(ITEM_TAG, ""))
        models = self._models(f"{folder}/models")
        datasets = {each: self._described(each) for each in plain_folders(f"{folder}/datasets")}
        for run in plain_folders(folder):
            if time.monotonic() > self._until:
                raise NotRead(said("reading its runs takes more than {count} seconds", round(limits.SERVER_SECONDS)))
            written = tuple(modified(f"{run}/{name}") for name in _RUN_FILES)
            before = known.get(run)
            if before and before.written == written and before.group == group and before.run and before.run.ended:
                self._known[run] = before
            else:
                try:
                    found = _Known(written, group, self._run(tracker, run, group, datasets, models))
                except (ValueError, TypeError, LookupError, OverflowError, OSError) as error:  # or it is just being written
                    self._unread[run] = reason_of(error)
                    found = _Known((), group, before and before.run)
                self._known[run] = found

    def _run(
        self,
        tracker: str,
        folder: str,
        group: Group,
        datasets: Mapping[str, Mapping[str, Any]],
        models: Mapping[str, list[str]],
    ) -> Run | None:
        about = _parsed(folder)
        if not _is_active(about):
            return None
        status: int = about["status"]
        texts, id = self._texts, str(about.get("run_id") or posixpath.basename(folder))
        metrics: dict[str, float] = {}
        last_logged = 0
        best: dict[str, tuple[float, float]] = {}
        for name, lines in plain_files(f"{folder}/metrics"):
            last, values, logged = _history(lines)
            last_logged = max(last_logged, logged)
            if values:
                best[texts[name]] = (min(values), max(values))
            if last is not None:
                metrics[texts[name]] = last
        tags = self._values(f"{folder}/tags", is_read)
        used: list[Dataset] = []
        for each in map(_parsed, plain_folders(f"{folder}/inputs")):
            data = datasets.get(posixpath.join(posixpath.dirname(folder), "datasets", str(each.get("source_id"))), {})
            if data:
                role = str((as_mapping(each.get("tags")) or {}).get(DATASET_ROLE_TAG, ""))
                used.append(Dataset(texts[str(data.get("name"))], texts[str(data.get("digest"))], texts[role]))
        return mlflow_run(
            tracker,
            id,
            texts[str(about.get("run_name") or "")],
            _STATUSES[status],
            (about.get("start_time"), about.get("end_time")),
            metrics,
            self._values(f"{folder}/params"),
            tags,
            group,
            sorted(used),
            models.get(id, ()),
            best=best,
            last_logged=last_logged,
        )

    def _values(self, folder: str, wanted: Callable[[str], bool] | None = None) -> dict[str, str]:
        """Params or tags: each a file."""
        texts = self._texts
        return {texts[name]: texts[value.decode(errors="replace")] for name, value in plain_files(folder, wanted)}

    def _models(self, folder: str) -> Mapping[str, list[str]]:
        """The names of the models that MLflow 3 keeps beside the runs, by run, oldest first."""
        found: dict[str, list[str]] = defaultdict(list)
        described = map(self._described, plain_folders(folder))
        for about in sorted(described, key=lambda about: str(about.get("creation_timestamp")).zfill(_DIGITS)):
            if about.get("name") and about.get("lifecycle_stage", "active") == "active":
                found[str(about.get("source_run_id"))].append(str(about["name"]))
        return found

    def _described(self, folder: str) -> Mapping[str, Any]:
        """What the description of a model or of data says; empty where there is none, or where it cannot be read."""
        try:
            return _parsed(folder)
        except (OSError, ValueError) as error:
            self._unread[folder] = reason_of(error)
            return {}


def _is_active(about: Mapping[str, Any]) -> bool:
    """Whether a description is of what is not deleted; False for none, ValueError where it does not say."""
    stage = about.get("lifecycle_stage")
    if about and stage not in ("active", "deleted"):
        raise ValueError("a description without a stage")
    return stage == "active"


def _history(lines: bytes) -> tuple[float | None, list[float], int]:
    """The last value of a metric, None where that is no number, all that are, and the last time. A line has a time, a value
    and a step."""
    words = lines.split()
    if len(words) == 3:
        value = float(words[1])
        time = int(words[0])
        return (value, [value], time) if is_measurement(value) else (None, [], time)
    points = [line.split() for line in lines.splitlines()]
    read = [(int(point[2]) if len(point) > 2 else 0, int(point[0]), float(point[1])) for point in points if len(point) > 1]
    last = max(read)[2] if read else None
    values = [value for *_, value in read if is_measurement(value)]
    return last if last is not None and is_measurement(last) else None, values, max((time for _, time, _ in read), default=0)


def _parsed(folder: str) -> Mapping[str, Any]:
    """What the description of a folder says; empty where there is none. Raises OSError, or ValueError where it says nothing."""
    try:
        text = plain_bytes(f"{folder}/meta.yaml").decode()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    plain = _PLAIN.findall(text)
    if text.endswith("\n") and len(plain) == text.count("\n"):
        return {key: int(value) if value.isdecimal() else value.strip("'") for key, value in plain if value != "null"}
    said: dict[str, Any] = {}
    for (_, *keys), value in leaves(text):
        match keys:
            case [str(key)] if value not in ("", "null", "~"):
                said[key] = int(value) if key == "status" and value.isdecimal() else value  # a name may be '007'
            case [str(key), str(inner)] if isinstance(inside := said.setdefault(key, {}), dict):
                inside[inner] = value
            case _:
                pass
    if not said:
        raise ValueError("a description that says nothing")
    return said
