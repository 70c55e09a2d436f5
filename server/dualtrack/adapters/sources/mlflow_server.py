"""An MLflow tracking server, over its REST API (2.0), page by page."""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from dualtrack import limits
from dualtrack.adapters.http import Http
from dualtrack.adapters.mlflow_run import DATASET_ROLE_TAG, ITEM_TAG, Group, Texts, is_read, mlflow_run
from dualtrack.adapters.source import NotRead, Source, WorkspaceFolder
from dualtrack.adapters.trackers import NamedTracker, named_trackers, with_histories
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset, Run, is_measurement
from dualtrack.project.project import Project
from dualtrack.said import said

_PAGE, _LEAST, _MOST = 250, 5, 2_000
"""How many runs are asked for at first, and at least and at most once it is known how large they are."""
_PAGE_BYTES = 4 << 20
"""While an answer is decoded, nothing else goes on: 4 ms for a megabyte. Each page costs the server time of its own."""
_VALUES = 25_000
"""Of a history: what the server gives at most."""
_WHOLE_SECONDS = 300.0
_OVERLAP_SECONDS = 600.0
_TURNS = 3
_IDS = 500
"""How many runs are asked for by their ids."""
_AT_ONCE = 2
"""In how many parts all runs are asked for at the same time: a server takes longer to make a page than this side to read it."""
_RUNNING = "attributes.status = 'RUNNING'"


class MlflowServer(Source[NamedTracker, Runs]):
    """The runs of a server. All are read at first and every few minutes, in between those that are running and, by turns, those
    that ended lately, the experiments that are new, and which of the known runs are deleted: two requests, with few answers
    where nothing has changed."""

    fact = Runs
    title = "mlflow"
    seconds = 5.0

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._http: Http | None = None
        self._needs: NamedTracker | None = None
        self._runs: dict[str, Run] = {}
        self._histories: dict[tuple[str, str], tuple[float, float] | None] = {}
        self._groups: dict[str, Group] = {}
        self._page = _PAGE
        self._turn = self._looked_at = 0
        self._whole_at = 0.0
        self._until = 0.0

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, NamedTracker]:
        """The servers."""
        return with_histories(project, named_trackers(project, folder, "http"))

    def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
        """The runs of all experiments."""
        tracker = needs._replace(histories=frozenset())
        if tracker != self._needs:
            self._needs, self._http, self._runs, self._histories = tracker, Http(needs.uri, self.folder.access), {}, {}
        self._until = time.monotonic() + limits.SERVER_SECONDS
        self._texts = Texts()
        if not self._runs or time.monotonic() - self._whole_at > _WHOLE_SECONDS or not self._follow():
            self._groups = {id: group for page in self._experiments({"max_results": 1000}) for id, group in page.items()}
            self._runs = self._all()
            self._whole_at = time.monotonic()
        best = self._best(needs.histories)
        return Runs.of((run._replace(best=best[run.id]) if run.id in best else run for run in self._runs.values()), before)

    def _all(self) -> dict[str, Run]:
        """The runs of all experiments; some experiments are asked for beside the others."""
        groups = list(self._groups)
        parts = [part for number in range(_AT_ONCE) if (part := groups[number::_AT_ONCE])]

        def read(part: list[str]) -> list[dict[str, Run]]:
            return list(self._search(part, ""))

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return {id: run for pages in pool.map(read, parts) for page in pages for id, run in page.items()}

    def _best(self, asked: AbstractSet[tuple[str, str]]) -> dict[str, dict[str, tuple[float, float]]]:
        """The lowest and highest values along the histories that are asked for. Those of finished runs do not change: each is
        asked for once, and a few at a time."""
        for each in sorted(asked - self._histories.keys())[: limits.SERVER_HISTORIES]:
            self._histories[each] = None
            with suppress(NotRead):  # a server may not tell
                self._histories[each] = self._history(*each)
        found: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
        for run, key in asked:
            if ends := self._histories.get((run, key)):
                found[run][key] = ends
        return found

    def _history(self, run: str, key: str) -> tuple[float, float] | None:
        """The lowest and the highest value; None where there are none, or too many."""
        assert self._http
        about = {"run_id": run, "metric_key": key, "max_results": _VALUES}
        values: list[float] = []
        for _ in range(limits.SERVER_HISTORY_PAGES):
            answer = self._http.get(f"/api/2.0/mlflow/metrics/get-history?{urlencode(about)}")
            told = [float(each.get("value", 0)) for each in answer.get("metrics", [])]
            values += (value for value in told if is_measurement(value))
            if not (token := answer.get("next_page_token")):
                return (min(values), max(values)) if values else None
            about["page_token"] = token
        return None

    def _follow(self) -> bool:
        """Read what has changed lately; False where all must be read. Tags set later and restored runs are seen only then."""
        self._turn = (self._turn + 1) % _TURNS
        if self._turn == 1:
            latest = {"max_results": _LEAST, "order_by": ["last_update_time DESC"]}
            for page in self._experiments(latest):
                if not self._groups.items() >= page.items():
                    return False
                break
        running = {id: run for page in self._search(self._groups, _RUNNING) for id, run in page.items()}
        ended = {run.id for run in self._runs.values() if run.status == "running"} - running.keys()
        lately: dict[str, Run] = {}
        if ended or self._turn == 2:
            for page in self._search(self._groups, f"attributes.end_time >= {self._since()}", ["attributes.end_time DESC"]):
                lately |= page
                if not ended - lately.keys() and all(self._runs.get(id) == run for id, run in page.items()):
                    break
        self._runs |= {**lately, **running}
        if self._turn == 0:
            self._drop_deleted()
        return ended <= lately.keys()

    def _drop_deleted(self) -> None:
        """Ask which of some runs are deleted, by turns: a server does not tell when that was."""
        ids = [id for id in self._runs if id.isalnum()]
        self._looked_at = self._looked_at + _IDS if self._looked_at + _IDS < len(ids) else 0
        some = ", ".join(f"'{id}'" for id in ids[self._looked_at : self._looked_at + _IDS])
        about = {"experiment_ids": list(self._groups), "run_view_type": "DELETED_ONLY", "max_results": _IDS}
        gone: set[str] = set()
        with suppress(NotRead):  # a server may not know this filter
            for answer in (
                self._pages("runs/search", lambda: {**about, "filter": f"attributes.run_id IN ({some})"}) if some else ()
            ):
                infos = (each["info"] for each in answer.get("runs", []))
                gone.update(str(info["run_id"]) for info in infos if info.get("lifecycle_stage") == "deleted")
        self._runs = {id: run for id, run in self._runs.items() if id not in gone}

    def _since(self) -> int:
        """From when on runs may have ended, by the clocks of those that logged them."""
        ends = [run.ended.timestamp() for run in self._runs.values() if run.ended]
        return int((max(ends, default=0.0) - _OVERLAP_SECONDS) * 1000)

    def _experiments(self, asked: dict[str, Any]) -> Iterator[dict[str, Group]]:
        for answer in self._pages("experiments/search", lambda: asked):
            page: dict[str, Group] = {}
            for experiment in answer.get("experiments", []):
                item = _pairs(experiment.get("tags", [])).get(ITEM_TAG, "")
                page[str(experiment["experiment_id"])] = Group(str(experiment.get("name", "")), item)
            yield page

    def _search(self, groups: Collection[str], filter: str, order_by: Collection[str] = ()) -> Iterator[dict[str, Run]]:
        """The runs of some experiments, page by page; of those that are ordered few may be wanted."""
        assert self._http
        if not groups:
            return
        about = {"experiment_ids": list(groups), "filter": filter, "run_view_type": "ACTIVE_ONLY", "order_by": order_by}
        for answer in self._pages("runs/search", lambda: {**about, "max_results": _LEAST if order_by else self._page}):
            found = answer.get("runs", [])
            yield {run.id: run for run in map(self._run, found)}
            self._page = min(max(len(found) * _PAGE_BYTES // max(self._http.size, 1), _LEAST), _MOST)

    def _pages(self, method: str, asked: Callable[[], dict[str, Any]]) -> Iterator[dict[str, Any]]:
        token = ""
        for _ in range(limits.SERVER_PAGES):
            if time.monotonic() > self._until:
                raise NotRead(said("it did not answer within {count} seconds", round(limits.SERVER_SECONDS)))
            answer = self._post(method, {**asked(), "page_token": token} if token else asked())
            yield answer
            token = answer.get("next_page_token", "")
            if not token:
                return
        raise NotRead(said("it answered with more than {most} pages", limits.SERVER_PAGES))

    def _post(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        assert self._http
        answer = self._http.post(f"/api/2.0/mlflow/{method}", body)
        if not isinstance(answer, dict):
            raise NotRead(said("{uri} does not answer as {program} does", self._http.uri, "MLflow"))
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
            {texts[key]: texts[value] for key, value in tags.items() if is_read(key)},
            self._groups.get(group, Group()),
            sorted(map(_dataset, used)),
            (texts[str(each["model_id"])] for each in made),
            f"{self._http.uri}/#/experiments/{group}/runs/{info['run_id']}",
            last_logged=max((int(each.get("timestamp") or 0) for each in data.get("metrics", [])), default=0),
        )


def _dataset(used: dict[str, Any]) -> Dataset:
    data = used["dataset"]
    return Dataset(str(data["name"]), str(data.get("digest", "")), _pairs(used.get("tags", [])).get(DATASET_ROLE_TAG, ""))


def _pairs(entries: Iterable[dict[str, Any]]) -> dict[str, str]:
    return {str(entry["key"]): str(entry.get("value", "")) for entry in entries}
