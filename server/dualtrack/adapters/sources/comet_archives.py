"""Offline experiments of Comet: archives such as `.cometml-runs/*.zip`, each with `experiment.json` and `messages.json`."""

import io
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable
from dualtrack.adapters.run_files import RunFile, RunFiles, WholeFile
from dualtrack.adapters.run_values import ITEM_TAG, MetricSeries, item_of, moment, number_of, params_of
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.run import Run
from dualtrack.model.words import data_size
from dualtrack.said import said

_ARCHIVE = re.compile(r"[0-9a-f]{32}(?:-\w+)?\.zip")
_ABOUT, _MESSAGES = "experiment.json", "messages.json"
_LONGEST_LINE = 1 << 20
"""Longer messages hold files."""
_OWN_METRICS = ("sys.", "process duration")
_AUTOMATIC = "auto-logged"
_BRANCH = "refs/heads/"


class CometArchive(WholeFile):
    """One experiment."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.about: Mapping[str, Any] = {}
        self.params: dict[str, Any] = {}
        self.others: dict[str, Any] = {}
        self.git: Mapping[str, Any] = {}
        self.source = ""
        self.series = MetricSeries()

    def take(self, content: bytes) -> None:
        """Read the messages of the archive."""
        import zipfile

        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                with archive.open(_ABOUT) as file:
                    self.about = as_mapping(json.loads(file.read(_LONGEST_LINE))) or {}
                with archive.open(_MESSAGES) as file:
                    for line in _lines(file):
                        message = as_mapping(json.loads(line)) or {}
                        self._take_message(str(message.get("type")), as_mapping(message.get("payload")) or {})
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(said("it is no experiment of Comet ({error})", error)) from error

    def _take_message(self, kind: str, said: Mapping[str, Any]) -> None:
        match kind:
            case "metric_msg":
                metric = as_mapping(said.get("metric")) or {}
                name, value = str(metric.get("metricName")), number_of(metric.get("metricValue"))
                if value is not None and not name.startswith(_OWN_METRICS):
                    self.series.add(name, value)
            case "parameter_msg":
                param = as_mapping(said.get("param")) or {}
                if param.get("source") != _AUTOMATIC:
                    self.params[str(param.get("paramName")).replace("|", ".")] = param.get("paramValue")
            case "log_other":
                self.others[str(said.get("key"))] = said.get("value")
            case "git_metadata":
                self.git = as_mapping(said.get("git_metadata")) or {}
            case "system_details":
                command = as_list(said.get("command"))
                self.source = str(command[0]) if command else ""
            case _:
                pass

    def run(self, tracker: str) -> Run:
        """The experiment."""
        final, best = self.series.named()
        about, git = self.about, self.git
        started, stopped = (number_of(about.get(name)) for name in ("start_time", "stop_time"))
        return Run(
            tracker,
            str(about.get("offline_id") or self.path),
            str(self.others.get("Name") or ""),
            stopped is not None,
            "finished" if stopped is not None else "unknown",
            moment(started / 1000) if started else None,
            moment(stopped / 1000) if stopped else None,
            final,
            commit=str(git.get("parent") or ""),
            item=item_of(self.others.get(ITEM_TAG)),
            branch=str(git.get("branch") or "").removeprefix(_BRANCH),
            group=str(about.get("project_name") or ""),
            params=params_of(self.params),
            tags=dict.fromkeys(map(str, as_list(about.get("tags")) or ()), ""),
            source=self.source,
            best=best,
        )


class CometArchives(RunFiles):
    """The offline experiments in the work tree."""

    title = "comet"
    globs = ("**/*.zip",)
    hidden = (".cometml-runs",)

    @staticmethod
    def wanted(name: str) -> bool:
        """Whether Comet names its archives so: by the experiment's key."""
        return _ARCHIVE.fullmatch(name) is not None

    def file(self, path: str) -> CometArchive:
        """An archive that is still to be read."""
        return CometArchive(path)

    def runs(self, group: str, files: Sequence[RunFile]) -> Iterable[Run]:
        """The experiment of an archive."""
        return [file.run(self.title) for file in files if isinstance(file, CometArchive) and file.about]


def _lines(file: Any) -> Iterator[bytes]:
    """The lines that are not too long; raises Unreadable."""
    size, is_cut = 0, False
    while line := file.readline(_LONGEST_LINE):
        size += len(line)
        if size > limits.RUN_MESSAGES_BYTES:
            raise Unreadable(said("it holds more than {most}", data_size(limits.RUN_MESSAGES_BYTES)))
        is_whole = line.endswith(b"\n") or len(line) < _LONGEST_LINE
        if is_whole and not is_cut:
            yield line
        is_cut = not is_whole
