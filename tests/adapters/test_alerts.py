"""Alerts as Alertmanager's API v2 documents them, from a server that really listens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import NotRead, WorkspaceFolder
from dualtrack.adapters.sources.alerts import FiringAlerts
from dualtrack.adapters.sources.mlflow_server import MlflowServer
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.facts.alerts import Alert
from dualtrack.project.project import Project

ALERTS = [
    {
        "annotations": {"summary": "PSI of churn\nis above 0.2"},
        "endsAt": "2026-11-16T12:04:00.000Z",
        "fingerprint": "6a4e7d1b9e2f0c55",
        "receivers": [{"name": "team"}],
        "startsAt": "2026-11-16T08:00:00.123Z",
        "status": {"inhibitedBy": [], "silencedBy": [], "state": "active"},
        "updatedAt": "2026-11-16T12:00:00.000Z",
        "generatorURL": "http://prometheus/graph?g0.expr=psi",
        "labels": {"alertname": "ScoreDrift", "model": "churn", "severity": "page"},
    },
    {"labels": {"alertname": "Down"}, "startsAt": "soon"},
    "nonsense",
]


@contextmanager
def listening(answer: object) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    """The address of a server that gives one answer, and what it was asked: path and credentials."""
    asked: list[tuple[str, str | None]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, self.headers["Authorization"]))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def _place(root: Path, **environment: str) -> WorkspaceFolder:
    return WorkspaceFolder(root, Listing(root), Access(True, False, environment))


def test_alerts_come_from_the_users_own_host_with_its_own_credentials(tmp_path: Path) -> None:
    with listening(ALERTS) as (uri, asked):
        place = _place(tmp_path, ALERTMANAGER_URL=f"{uri}/am/", ALERTMANAGER_TOKEN="one", MLFLOW_TRACKING_TOKEN="two")
        needs = FiringAlerts.needs(Project(), place)
        source = FiringAlerts(place, "Alertmanager")
        known = source.read(needs["Alertmanager"], None)
        down, drift = known.all
        assert down == Alert("Down")
        assert drift[:2] == ("ScoreDrift", (("model", "churn"), ("severity", "page")))
        assert drift.since and f"{drift.since.timestamp():.0f}" == "1794816000"
        assert drift.summary == "PSI of churn is above 0.2"
        assert [alert.name for alert in known.naming("Churn")] == ["ScoreDrift"]
        assert known.host == f"{uri}/am"
        assert source.read(needs["Alertmanager"], known) is known
    assert asked == [("/am/api/v2/alerts?active=true&silenced=false&inhibited=false", "Bearer one")] * 2


def test_the_credentials_of_one_host_go_to_no_other(tmp_path: Path) -> None:
    with listening({}) as (uri, asked):
        place = _place(tmp_path, MLFLOW_TRACKING_URI=uri, ALERTMANAGER_URL="http://127.0.0.1:9", ALERTMANAGER_TOKEN="one")
        MlflowServer(place, "mlflow").read(NamedTracker("mlflow", uri, "", True), None)
    assert {credentials for _, credentials in asked} == {None}


def test_without_a_host_nobody_is_asked(tmp_path: Path) -> None:
    board = Project().with_file("dualtrack.yaml", "alertmanager: http://127.0.0.1:9\n")
    assert not FiringAlerts.needs(board, _place(tmp_path))
    assert not FiringAlerts.needs(board, _place(tmp_path, ALERTMANAGER_URL="file:///etc/passwd"))


def test_that_not_all_alerts_are_read_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ALERTS", 1)
    with listening(ALERTS) as (uri, _):
        found = FiringAlerts(_place(tmp_path, ALERTMANAGER_URL=uri), "").read(uri, None)
    assert [alert.name for alert in found.all] == ["ScoreDrift"]
    assert found.beyond == "only 1 of 3 alerts are read"


def test_an_answer_that_is_none_is_said(tmp_path: Path) -> None:
    with listening({"status": "success"}) as (uri, _), pytest.raises(NotRead, match="does not answer as Alertmanager does"):
        FiringAlerts(_place(tmp_path, ALERTMANAGER_URL=uri), "").read(uri, None)
