"""Runs of a store that only MLflow reads, such as a database server: by `mlflow` in the user's own Python, a child process."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from dualtrack.adapters.mlflow_run import ITEM_TAG, Group, Texts, is_read, mlflow_run
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.adapters.trackers import client_store
from dualtrack.adapters.user_python import answers
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset, Run, is_measurement
from dualtrack.project.project import Project

_PROGRAM = """
import json, os, sys
os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"
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
models = {}
try:
    logged = list(pages(client.search_logged_models, experiment_ids=list(groups))) if groups else []
except Exception:  # MLflow 2, or a store that has none
    logged = []
for model in sorted(logged, key=lambda m: m.creation_timestamp):
    models.setdefault(model.source_run_id, []).append(model.name)
for run in pages(client.search_runs, experiment_ids=list(groups), max_results=1000) if groups else ():
    i, d = run.info, run.data
    used = run.inputs.dataset_inputs if run.inputs else ()
    data = [[u.dataset.name, u.dataset.digest, {t.key: t.value for t in u.tags}.get("mlflow.data.context", "")] for u in used]
    times = [i.start_time, i.end_time]
    about = [i.run_id, i.run_name, i.status, times, d.metrics, d.params, d.tags, groups[i.experiment_id], data]
    last = max((m.timestamp for m in d._metric_objs), default=None) if i.status == "RUNNING" else None
    print(json.dumps([*about, models.get(i.run_id, []), last]))
"""
"""A line for each run. MLflow 3 keeps the logged models apart."""


class MlflowClientRuns(Source[str, Runs]):
    """The runs of the store in the user's own MLFLOW_TRACKING_URI, which no repository names.

    Importing `mlflow` takes seconds and a core, so that it is seldom asked.
    """

    fact = Runs
    title = "mlflow"
    seconds = 300.0

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, str]:
        """The store, where a board does not name its trackers."""
        return client_store(project, folder)

    def read(self, needs: str, before: Runs | None) -> Runs:
        """All runs."""
        read = partial(_run, self.name or self.title, Texts())
        return Runs.of(answers(self.folder, "mlflow", _PROGRAM, needs, read), before)


def _run(tracker: str, texts: Texts, line: Any) -> Run:
    id, name, status, times, metrics, params, tags, (group, group_tags), datasets, models, last_logged = line
    return mlflow_run(
        tracker,
        str(id),
        texts[str(name or "")],
        texts[str(status)],
        times,
        {texts[key]: float(value) for key, value in metrics.items() if is_measurement(value)},
        _kept(texts, params),
        _kept(texts, {key: tag for key, tag in tags.items() if is_read(key)}),
        Group(str(group), str(group_tags.get(ITEM_TAG, ""))),
        sorted(Dataset(*map(str, each)) for each in datasets),
        [*map(str, models)],
        last_logged=last_logged,
    )


def _kept(texts: Texts, values: Mapping[str, Any]) -> dict[str, str]:
    return {texts[str(key)]: texts[str(value)] for key, value in values.items()}
