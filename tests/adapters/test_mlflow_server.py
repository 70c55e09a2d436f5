"""Runs of MLflow's tracking server, and of servers that are none."""

import time
from pathlib import Path
from typing import Any

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.http import Http
from dualtrack.adapters.source import NotRead
from dualtrack.adapters.sources.mlflow_files import MlflowFiles
from dualtrack.adapters.sources.mlflow_server import MlflowServer
from dualtrack.adapters.sources.mlflow_store import MlflowStore
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.files.document import parse
from dualtrack.files.read import read_conventions
from dualtrack.model.conventions import Conventions
from dualtrack.project.project import Project

from tests.adapters.dripping import dripping
from tests.adapters.mlflow_written import asking_of, place, read_store


@pytest.mark.slow
def test_the_server_says_the_same_and_has_pages_to_link_to(written: tuple[Path, str, dict[str, str]], server: str) -> None:
    folder, experiment, ids = written
    asking = asking_of(folder, server)
    stored = {run.id: run for run in read_store(folder)}
    served = {run.id: run for run in asking.ask().value.all.values()}
    assert served.keys() == stored.keys()
    for id, run in served.items():
        assert run._replace(url="", models=stored[id].models) == stored[id]._replace(params=run.params)
        assert len(run.params) == len(stored[id].params)
        assert len(run.models) == len(stored[id].models)
    assert served[ids["owl"]].url == f"{server}/#/experiments/{experiment}/runs/{ids['owl']}"
    known = asking.told
    assert asking.ask() is known, "nothing has changed"


@pytest.mark.parametrize(
    ("token", "said"),
    [("secret\n", "is not reachable"), ("sec\nret", "MLFLOW_TRACKING_TOKEN"), ("secr€t", "MLFLOW_TRACKING_TOKEN")],
)
def test_no_message_holds_a_token(tmp_path: Path, token: str, said: str) -> None:
    uri = "http://127.0.0.1:9"
    access = Access(True, True, {"MLFLOW_TRACKING_URI": uri, "MLFLOW_TRACKING_TOKEN": token})
    with pytest.raises(NotRead, match=said) as refused:
        MlflowServer(place(tmp_path, access), "mlflow").read(NamedTracker("mlflow", uri, "", True), None)
    assert "sec" not in str(refused.value)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"])
def test_a_server_that_drips_has_a_deadline_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bytes) -> None:
    monkeypatch.setattr(limits, "HTTP_SECONDS", 0.5)
    with dripping(first) as uri, pytest.raises(NotRead, match=r"did not answer within 0\.5 seconds"):
        MlflowServer(place(tmp_path), "mlflow").read(NamedTracker("mlflow", uri, "", True), None)


def test_the_users_own_server_stands_in_for_the_default(tmp_path: Path) -> None:
    own = Access(True, False, {"MLFLOW_TRACKING_URI": "http://tracker:5000/"})

    def kinds(settings: str) -> list[str]:
        project = Project().with_file("dualtrack.yaml", settings)
        return [kind.__name__ for kind in (MlflowServer, MlflowStore, MlflowFiles) if kind.needs(project, place(tmp_path, own))]

    assert kinds("") == ["MlflowServer"]
    assert kinds("trackers: {mlflow: {type: mlflow, uri: 'sqlite:///mlflow.db'}}\n") == ["MlflowStore"]
    assert kinds("trackers: {mlflow: {type: mlflow, uri: 'file:runs/mlruns'}}\n") == ["MlflowFiles"]
    assert own.allows("http://tracker:5000")
    for other in ("http://tracker:5000.evil.example", "http://elsewhere:5000", "http://tracker:5000/attacker", "http://[x"):
        assert not own.allows(other)


@pytest.mark.parametrize("uri", ["http://localhost:port", "http://a b/", "http://u:p@host", "http://h/x?y=", "file:///etc", ""])
def test_an_address_that_is_none_is_a_fault_of_the_conventions(uri: str) -> None:
    document = parse("dualtrack.yaml", f"trackers: {{mlflow: {{type: mlflow, uri: '{uri}'}}}}\n")
    conventions, faults = read_conventions(document)
    assert [fault.route for fault in faults] == [("trackers", "mlflow", "uri")]
    assert conventions.trackers == Conventions().trackers


@pytest.mark.slow
def test_a_server_is_followed_with_two_requests_a_time(server: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[str] = []
    post = Http.post

    def counted(http: Http, path: str, body: dict[str, Any]) -> Any:
        asked.append(path.rpartition("mlflow/")[2])
        return post(http, path, body)

    def log(method: str, **body: Any) -> Any:
        return post(Http(server, Access(True, True, {})), f"/api/2.0/mlflow/{method}", body)

    def seen() -> dict[str, tuple[str, dict[str, float]]]:
        """The runs after three turns, in each of which as much as two requests are made."""
        for _ in range(3):
            asked.clear()
            told = asking.ask()
            assert not told.unknown and len(asked) == 2, asked
        return {run.name: (run.status, dict(run.metrics)) for run in asking.told.value.all.values()}

    monkeypatch.setattr(Http, "post", counted)
    asking = asking_of(tmp_path, server)
    asking.ask()
    before = seen()
    (experiment,) = {each["experiment_id"] for each in log("experiments/search", max_results=9)["experiments"]} - {"0"}
    at = int(time.time() * 1000)
    new = log("runs/create", experiment_id=experiment, run_name="gnu", start_time=at)["run"]["info"]["run_id"]
    assert seen() == {**before, "gnu": ("running", {})}
    log("runs/log-metric", run_id=new, key="val_f1", value=0.8, timestamp=at, step=1)
    assert seen()["gnu"] == ("running", {"val_f1": 0.8})
    log("runs/update", run_id=new, status="FINISHED", end_time=at + 5)
    asked.clear()
    assert asking.ask() and len(asked) <= 3, "where a run has ended, what ended lately is asked for at once"
    assert seen()["gnu"] == ("finished", {"val_f1": 0.8})
    log("runs/delete", run_id=new)
    assert seen() == before


@pytest.mark.slow
def test_the_best_value_of_a_history_is_asked_for_once(
    written: tuple[Path, str, dict[str, str]], server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, ids = written
    asking, asked = asking_of(folder, server), list[str]()
    get = Http.get
    monkeypatch.setattr(Http, "get", lambda self, path: (asked.append(path), get(self, path))[1])
    asking.needs = asking.needs._replace(histories=frozenset({(ids["owl"], "val_f1"), (ids["owl"], "x"), (ids["cat"], "no")}))
    for _ in range(3):
        told = {run.name: dict(run.best) for run in asking.ask().value.all.values()}
    assert (told["owl"], told["cat"], len(asked)) == ({"val_f1": (0.5, 0.75)}, {}, 3)
