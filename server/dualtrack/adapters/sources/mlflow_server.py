"""An MLflow tracking server, over its REST API (2.0), page by page."""

import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from dualtrack import limits
from dualtrack.adapters.http import Http
from dualtrack.adapters.mlflow_run import DATASET_ROLE_TAG, ITEM_TAG, READ_TAGS, Group, Texts, mlflow_run
from dualtrack.adapters.source import NotRead, Place, Source
from dualtrack.adapters.trackers import NamedTracker, named_trackers
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset, Run, is_measurement
from dualtrack.project.project import Project

_PAGE = 250
_WHOLE_SECONDS = 300.0
_OVERLAP_SECONDS = 600.0


class MlflowServer(Source[NamedTracker, Runs]):
    """The runs of a server. All are read at first and every few minutes, in between those that are running or ended lately."""

    fact = Runs
    title = "mlflow"
    seconds = 5.0

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, name)
        self._http: Http | None = None
        self._needs: NamedTracker | None = None
        self._runs: dict[str, Run] = {}
        self._groups: dict[str, Group] = {}
        self._texts = Texts()
        self._whole_at = 0.0
        self._until = 0.0

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, NamedTracker]:
        """The servers."""
        return dict(named_trackers(project, place.access, "http"))

    def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
        """The runs of all experiments."""
        if needs != self._needs:
            self._needs, self._http, self._runs = needs, Http(needs.uri, self.place.access), {}
        self._until = time.monotonic() + limits.SERVER_SECONDS
        self._groups = dict(self._experiments())
        experiments = self._groups.keys()
        running = {run.id for run in self._runs.values() if run.status == "running"}
        changed = {} if self._is_whole_due() else self._changed(experiments)
        if changed and running <= changed.keys():
            self._runs.update(changed)
        else:
            self._runs = {run.id: run for run in self._search(experiments, "")}
            self._whole_at = time.monotonic()
        return Runs.of(self._runs.values(), before)

    def _is_whole_due(self) -> bool:
        """Deleted runs and tags set later are seen only when everything is read."""
        return not self._runs or time.monotonic() - self._whole_at > _WHOLE_SECONDS

    def _changed(self, experiments: Collection[str]) -> dict[str, Run]:
        """The runs that are running or ended lately, by the clocks of those that logged them."""
        ends = [run.ended.timestamp() for run in self._runs.values() if run.ended]
        since = int((max(ends, default=0.0) - _OVERLAP_SECONDS) * 1000)
        lately = self._search(experiments, f"attributes.end_time >= {since}")
        running = self._search(experiments, "attributes.status = 'RUNNING'")
        return {run.id: run for run in (*lately, *running)}

    def _experiments(self) -> Iterator[tuple[str, Group]]:
        for answer in self._pages("experiments/search", {"max_results": 1000}):
            for experiment in answer.get("experiments", []):
                tags = _pairs(experiment.get("tags", []))
                yield str(experiment["experiment_id"]), Group(str(experiment.get("name", "")), tags.get(ITEM_TAG, ""))

    def _search(self, experiments: Collection[str], filter: str) -> Iterator[Run]:
        if not experiments:
            return
        asked = {"experiment_ids": list(experiments), "filter": filter, "max_results": _PAGE, "run_view_type": "ACTIVE_ONLY"}
        for answer in self._pages("runs/search", asked):
            for run in answer.get("runs", []):
                yield self._run(run)

    def _pages(self, method: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
        token = ""
        for _ in range(limits.SERVER_PAGES):
            if time.monotonic() > self._until:
                raise NotRead(f"it did not answer within {limits.SERVER_SECONDS:.0f} seconds")
            answer = self._post(method, {**asked, "page_token": token} if token else asked)
            yield answer
            token = answer.get("next_page_token", "")
            if not token:
                return

    def _post(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        assert self._http
        answer = self._http.post(f"/api/2.0/mlflow/{method}", body)
        if not isinstance(answer, dict):
            raise NotRead(f"{self._http.uri} does not answer as MLflow does")
        return answer  # pyright: ignore[reportUnknownVariableType]

    def _run(self, answer: dict[str, Any]) -> Run:
        assert self._http and self._needs
        info, data = answer["info"], answer.get("data", {})
        texts, group = self._texts, str(info["experiment_id"])
        metrics = {texts[each["key"]]: float(each.get("value", 0)) for each in data.get("metrics", [])}
        tags = _pairs(data.get("tags", []))
        used = answer.get("inputs", {}).get("dataset_inputs", [])
        made = answer.get("outputs", {}).get("model_outputs", [])
        return mlflow_run(
            self._needs.name,
            str(info["run_id"]),
            str(info.get("run_name") or ""),
            texts[str(info.get("status", ""))],
            (info.get("start_time"), info.get("end_time")),
            {key: value for key, value in metrics.items() if is_measurement(value)},
            {texts[key]: texts[value] for key, value in _pairs(data.get("params", [])).items()},
            {texts[key]: texts[value] for key, value in tags.items() if key in READ_TAGS or not key.startswith("mlflow.")},
            self._groups.get(group, Group()),
            sorted(map(_dataset, used)),
            (texts[str(each["model_id"])] for each in made),
            f"{self._http.uri}/#/experiments/{group}/runs/{info['run_id']}",
        )


def _dataset(used: dict[str, Any]) -> Dataset:
    data = used["dataset"]
    return Dataset(str(data["name"]), str(data.get("digest", "")), _pairs(used.get("tags", [])).get(DATASET_ROLE_TAG, ""))


def _pairs(entries: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {str(entry["key"]): str(entry.get("value", "")) for entry in entries}
