"""An MLflow tracking server, over its REST API (2.0), page by page."""

import base64
import json
import math
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from dualtrack.adapters.trackers.tracker import Access, TrackerError
from dualtrack.model.facts import Run
from dualtrack.model.mention import canonical

_PAGE = 250
_MOST_PAGES = 400
_TIMEOUT_SECONDS = 10
_WHOLE_SECONDS = 300.0
_OVERLAP_SECONDS = 600.0
_LARGEST_BYTES = 64 * 1024 * 1024


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect could lead the request, and the credentials with it, to another host."""

    def http_error_302(self, req: Any, fp: Any, code: Any, msg: Any, headers: Any) -> None:
        return None

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class MlflowServer:
    """A server. Everything is read at first and every few minutes, in between the runs that are running or ended lately."""

    def __init__(self, name: str, uri: str, access: Access) -> None:
        self.name = name
        self.access = access
        self.is_own = access.is_own(uri)
        self.is_allowed = access.allows(uri)
        parts = urlsplit(uri)
        self.user = (unquote(parts.username or ""), unquote(parts.password or ""))
        self.uri = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        self._opener = urllib.request.build_opener(_NoRedirect)
        self._runs: dict[str, Run] = {}
        self._whole_at = 0.0

    def read(self) -> tuple[Run, ...]:
        """The runs of all experiments."""
        if not self.is_allowed:
            raise TrackerError(f"{self.uri} is not contacted without your leave")
        experiments = list(self._experiments())
        running = {run.id for run in self._runs.values() if run.status == "running"}
        changed = {} if self._is_whole_due() else self._changed(experiments)
        if changed and running <= changed.keys():
            self._runs.update(changed)
        else:
            self._runs = {run.id: run for run in self._search(experiments, "")}
            self._whole_at = time.monotonic()
        return tuple(self._runs.values())

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
        for _ in range(_MOST_PAGES):
            answer = self._post(method, {**asked, "page_token": token} if token else asked)
            yield answer
            token = answer.get("next_page_token", "")
            if not token:
                return

    def _post(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", **self._credentials()}
        request = urllib.request.Request(
            f"{self.uri}/api/2.0/mlflow/{method}", json.dumps(body).encode(), headers, method="POST"
        )
        try:
            with self._opener.open(request, timeout=_TIMEOUT_SECONDS) as response:
                answer: Any = json.loads(response.read(_LARGEST_BYTES))
        except urllib.error.HTTPError as error:
            raise TrackerError(f"{self.uri} answered {error.code} {error.reason}") from error
        except (OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            raise TrackerError(f"{self.uri} is not reachable ({reason})") from error
        if not isinstance(answer, dict):
            raise TrackerError(f"{self.uri} does not answer as MLflow does")
        return answer  # pyright: ignore[reportUnknownVariableType]

    def _credentials(self) -> dict[str, str]:
        if not self.is_own:
            return {}
        environment = self.access.environment
        if token := environment.get("MLFLOW_TRACKING_TOKEN"):
            return {"Authorization": f"Bearer {token}"}
        stated = (environment.get("MLFLOW_TRACKING_USERNAME", ""), environment.get("MLFLOW_TRACKING_PASSWORD", ""))
        user, password = stated if stated[0] else self.user
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {pair}"} if user else {}

    def _run(self, answer: dict[str, Any]) -> Run:
        info, data = answer["info"], answer.get("data", {})
        tags = _pairs(data.get("tags", []))
        metrics = {key: float(value) for key, value in _pairs(data.get("metrics", [])).items()}
        item = tags.get("dualtrack.item", "")
        return Run(
            tracker=self.name,
            id=str(info["run_id"]),
            name=str(info.get("run_name") or ""),
            finished=info.get("status") == "FINISHED",
            status=str(info.get("status", "")).lower(),
            started=_moment(info.get("start_time")),
            ended=_moment(info.get("end_time")),
            metrics={key: value for key, value in metrics.items() if math.isfinite(value)},
            commit=tags.get("mlflow.source.git.commit", ""),
            item=canonical(item) if item else "",
            url=f"{self.uri}/#/experiments/{info['experiment_id']}/runs/{info['run_id']}",
        )


def _pairs(entries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {str(entry["key"]): entry.get("value", "") for entry in entries}


def _moment(milliseconds: Any) -> datetime | None:
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None
