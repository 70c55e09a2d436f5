"""An MLflow tracking server, over its REST API (2.0), page by page."""

import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from dualtrack import limits
from dualtrack.adapters.http import Http
from dualtrack.adapters.source import NotRead, Place, Source
from dualtrack.adapters.trackers import NamedTracker, named_trackers, tagged
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Run, is_measurement
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
        self._whole_at = 0.0
        self._until = 0.0

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, NamedTracker]:
        """The servers."""
        return {name: each for name, each in named_trackers(project, place.access, "mlflow") if each.is_server}

    def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
        """The runs of all experiments."""
        if needs != self._needs:
            self._needs, self._http, self._runs = needs, Http(needs.uri, self.place.access), {}
        self._until = time.monotonic() + limits.SERVER_SECONDS
        experiments = list(self._experiments())
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

    def _changed(self, experiments: list[str]) -> dict[str, Run]:
        """The runs that are running or ended lately, by the clocks of those that logged them."""
        ends = [run.ended.timestamp() for run in self._runs.values() if run.ended]
        since = int((max(ends, default=0.0) - _OVERLAP_SECONDS) * 1000)
        lately = self._search(experiments, f"attributes.end_time >= {since}")
        running = self._search(experiments, "attributes.status = 'RUNNING'")
        return {run.id: run for run in (*lately, *running)}

    def _experiments(self) -> Iterator[str]:
        for answer in self._pages("experiments/search", {"max_results": 1000}):
            for experiment in answer.get("experiments", []):
                yield str(experiment["experiment_id"])

    def _search(self, experiments: list[str], filter: str) -> Iterator[Run]:
        if not experiments:
            return
        asked = {"experiment_ids": experiments, "filter": filter, "max_results": _PAGE, "run_view_type": "ACTIVE_ONLY"}
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
        tags = _pairs(data.get("tags", []))
        metrics = {key: float(value) for key, value in _pairs(data.get("metrics", [])).items()}
        return Run(
            tracker=self._needs.name,
            id=str(info["run_id"]),
            name=str(info.get("run_name") or ""),
            finished=info.get("status") == "FINISHED",
            status=str(info.get("status", "")).lower(),
            started=_moment(info.get("start_time")),
            ended=_moment(info.get("end_time")),
            metrics={key: value for key, value in metrics.items() if is_measurement(value)},
            url=f"{self._http.uri}/#/experiments/{info['experiment_id']}/runs/{info['run_id']}",
            **tagged(tags),
        )


def _pairs(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {str(entry["key"]): entry.get("value", "") for entry in entries}


def _moment(milliseconds: Any) -> datetime | None:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None
