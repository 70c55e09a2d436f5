"""Runs of a store that only MLflow reads, such as a database server: by `mlflow` in the user's own Python, a child process."""

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from dualtrack import limits
from dualtrack.adapters.mlflow_run import ITEM_TAG, Group, Texts, is_read, mlflow_run
from dualtrack.adapters.source import NotRead, Place, Source
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset, Run, is_measurement
from dualtrack.project.project import Project
from dualtrack.said import said

_OWN_READERS = ("", "http", "https", "file")
_PYTHON = "Scripts/python.exe" if os.name == "nt" else "bin/python"
# A line for each run. The child ends with this process, whose end closes its standard input.
_PROGRAM = """
import json, os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
def pages(search, **asked):
    token = None
    while True:
        page = search(page_token=token, **asked)
        yield from page
        token = page.token
        if not token:
            return
groups = {g.experiment_id: [g.name, g.tags] for g in pages(client.search_experiments)}
for run in pages(client.search_runs, experiment_ids=list(groups), max_results=1000) if groups else ():
    i, d = run.info, run.data
    used = run.inputs.dataset_inputs if run.inputs else ()
    data = [[u.dataset.name, u.dataset.digest, {t.key: t.value for t in u.tags}.get("mlflow.data.context", "")] for u in used]
    times = [i.start_time, i.end_time]
    print(json.dumps([i.run_id, i.run_name, i.status, times, d.metrics, d.params, d.tags, groups[i.experiment_id], data]))
"""


class MlflowClientRuns(Source[str, Runs]):
    """The runs of the store in the user's own MLFLOW_TRACKING_URI, which no repository names.

    Importing `mlflow` takes seconds and a core, so that it is seldom asked.
    """

    fact = Runs
    title = "mlflow"
    seconds = 300.0

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, str]:
        """The store, where a board does not name its trackers."""
        uri = place.access.environment.get("MLFLOW_TRACKING_URI", "")
        scheme, rest = uri.partition("://")[0] if "://" in uri else "", uri.partition("///")[2].partition("?")[0]
        in_folder = scheme == "sqlite" and (place.root / rest).resolve().is_relative_to(place.root.resolve())
        unstated = any("trackers" not in board.conventions.model_fields_set for board in project.boards)
        return {"": uri} if unstated and scheme not in _OWN_READERS and not in_folder else {}

    def read(self, needs: str, before: Runs | None) -> Runs:
        """All runs."""
        python = self._python()
        quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "PYTHONWARNINGS": "ignore"}
        with tempfile.TemporaryFile() as errors:
            child = subprocess.Popen(
                [python, "-c", _PROGRAM, needs],
                cwd=python.parent,  # where no module of the repository is imported
                env={**self.place.access.environment, **quiet},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                start_new_session=True,  # what it starts ends with it
            )
            timer = Timer(limits.SERVER_SECONDS, _end, (child,))
            timer.start()
            try:
                runs = Runs.of(self._runs(child), before)
            except (ValueError, TypeError, AttributeError, RecursionError) as error:
                raise NotRead(said("mlflow in {python} answers what cannot be read", python)) from error
            finally:
                timed_out = not timer.is_alive()
                timer.cancel()
                timer.join()
                _end(child)
                for pipe in (child.stdin, child.stdout):
                    if pipe:
                        pipe.close()
            errors.seek(max(0, errors.seek(0, os.SEEK_END) - 2_000))
            why = errors.read().decode(errors="replace").strip().rpartition("\n")[2]
        if timed_out:
            raise NotRead(
                said("mlflow in {python} did not answer within {count} seconds", python, round(limits.SERVER_SECONDS))
            )
        if why.startswith("ModuleNotFoundError: No module named 'mlflow'"):
            raise NotRead(said("mlflow is not installed in {python}", python))
        if child.returncode:
            raise NotRead(said("mlflow in {python} failed: {why}", python, self.place.access.masked(why)))
        return runs

    def _python(self) -> Path:
        """The interpreter of the active environment, else that of `.venv`. One in the folder may be the repository's own,
        which a command runs only where it is told to trust it, as it does its hosts."""
        root, access = self.place.root, self.place.access
        named = (access.environment.get(name, "") for name in ("VIRTUAL_ENV", "CONDA_PREFIX"))
        for folder in (*(Path(each) for each in named if each), root / ".venv"):
            python = folder.resolve() / _PYTHON  # itself a link, by which an interpreter knows its environment
            if python.is_file() and (access.network or not python.is_relative_to(root.resolve())):
                return python
        raise NotRead(said("no Python environment is active that may be used"))

    def _runs(self, child: "subprocess.Popen[bytes]") -> Iterator[Run]:
        assert child.stdout
        texts = Texts()
        while line := child.stdout.readline(limits.STORE_VALUE_BYTES):
            id, name, status, times, metrics, params, tags, (group, group_tags), datasets = json.loads(line)
            yield mlflow_run(
                self.name or self.title,
                str(id),
                texts[str(name or "")],
                texts[str(status)],
                times,
                {texts[key]: float(value) for key, value in metrics.items() if is_measurement(value)},
                _kept(texts, params),
                _kept(texts, {key: tag for key, tag in tags.items() if is_read(key)}),
                Group(str(group), str(group_tags.get(ITEM_TAG, ""))),
                sorted(Dataset(*map(str, each)) for each in datasets),
            )
        child.wait()


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        child.kill() if os.name == "nt" else os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _kept(texts: Texts, values: Mapping[str, Any]) -> dict[str, str]:
    return {texts[str(key)]: texts[str(value)] for key, value in values.items()}
