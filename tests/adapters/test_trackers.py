"""Runs from a real MLflow: its local store, and its tracking server."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from dualtrack.adapters.outside import asked, with_trackers
from dualtrack.adapters.trackers.mlflow_server import MlflowServer
from dualtrack.adapters.trackers.mlflow_store import MlflowStore
from dualtrack.adapters.trackers.tracker import Access, TrackerError, readers
from dualtrack.files.document import parse
from dualtrack.files.read import read_conventions
from dualtrack.model.conventions import Conventions, Tracker
from dualtrack.model.facts import Facts, Run

_WRITE = """
import json, sys
from mlflow.tracking import MlflowClient
from mlflow.entities import Metric, RunTag
client = MlflowClient(sys.argv[1])
experiment = client.create_experiment("churn")
def run(name, status, tags, metrics, started, ended):
    made = client.create_run(experiment, start_time=started, run_name=name, tags=tags)
    for key, values in metrics.items():
        for step, value in enumerate(values):
            client.log_metric(made.info.run_id, key, value, timestamp=started + step, step=step)
    if status != "RUNNING":
        client.set_terminated(made.info.run_id, status, end_time=ended)
    return made.info.run_id
ids = {
    "owl": run("owl", "FINISHED", {"mlflow.source.git.commit": "a" * 40, "dualtrack.item": "exp-023"},
               {"val_f1": [0.5, 0.7312], "odd": [float("nan")]}, 1763000000000, 1763000060000),
    "cat": run("cat", "FAILED", {}, {}, 1763000000000, 1763000070000),
    "dog": run("dog", "RUNNING", {}, {"val_f1": [0.4]}, 1763000080000, None),
    "fox": run("fox", "FINISHED", {}, {"val_f1": [0.1]}, 1763000000000, 1763000090000),
}
client.delete_run(ids["fox"])
print(json.dumps([experiment, ids]))
"""


def _environment() -> dict[str, str]:
    return {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "PYTHONWARNINGS": "ignore"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """The folder of a store that MLflow wrote, the experiment's id, and the runs' ids by name."""
    folder = tmp_path_factory.mktemp("store")
    command = [sys.executable, "-c", _WRITE, f"sqlite:///{folder}/mlflow.db"]
    printed = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=True).stdout
    experiment, ids = json.loads(printed.splitlines()[-1])
    return folder, str(experiment), ids


@pytest.fixture(scope="module")
def server(written: tuple[Path, str, dict[str, str]]) -> Iterator[str]:
    """The address of MLflow's own server on that store."""
    folder, _, _ = written
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = f"sqlite:///{folder}/mlflow.db"
    command = [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", store, "--port", str(port), "--workers", "1"]
    process = subprocess.Popen(
        command, cwd=folder, env=_environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=1).read()
            break
        except (OSError, urllib.error.URLError):
            time.sleep(0.2)
    yield address
    os.killpg(process.pid, 15)
    process.wait()


def _store(folder: Path, uri: str = "sqlite:///mlflow.db", required: bool = True) -> MlflowStore:
    return MlflowStore("mlflow", uri, folder, "", required)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_store_is_read_as_mlflow_wrote_it(written: tuple[Path, str, dict[str, str]]) -> None:
    folder, _, ids = written
    before = _names(folder)
    runs = {run.name: run for run in _store(folder).read()}
    assert {name: run.id for name, run in runs.items()} == {name: id for name, id in ids.items() if name != "fox"}
    owl = runs["owl"]
    assert dict(owl.metrics) == {"val_f1": 0.7312}
    assert (owl.finished, owl.commit, owl.item, owl.url) == (True, "a" * 40, "EXP-23", "")
    assert owl.ended and owl.ended.timestamp() == 1763000060
    assert (runs["cat"].status, runs["dog"].status, runs["dog"].finished) == ("failed", "running", False)
    assert _names(folder) == before


def test_the_server_says_the_same_and_has_pages_to_link_to(written: tuple[Path, str, dict[str, str]], server: str) -> None:
    folder, experiment, ids = written
    reader = MlflowServer("mlflow", server, Access(True, {}))
    stored = {run.id: run for run in _store(folder).read()}
    served = {run.id: run for run in reader.read()}
    assert served.keys() == stored.keys()
    for id, run in served.items():
        assert (run.name, run.metrics, run.finished, run.commit, run.item, run.ended) == (
            *(stored[id].name, stored[id].metrics, stored[id].finished),
            *(stored[id].commit, stored[id].item, stored[id].ended),
        )
    assert served[ids["owl"]].url == f"{server}/#/experiments/{experiment}/runs/{ids['owl']}"
    assert {run.id for run in reader.read()} == served.keys()


def test_a_tracker_that_is_down_keeps_what_it_said(written: tuple[Path, str, dict[str, str]]) -> None:
    folder, _, _ = written
    known = asked(_store(folder), None, None)
    down = asked(MlflowServer("mlflow", "http://127.0.0.1:9", Access(True, {})), known, None)
    assert down.runs == known.runs and down.read_at == known.read_at
    assert "http://127.0.0.1:9 is not reachable" in down.error
    facts = with_trackers(Facts(), [down])
    assert with_trackers(facts, [down]) is facts


def test_a_write_ahead_log_is_read_and_left_as_it_is(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, ids = written
    path = tmp_path / "mlflow.db"
    path.write_bytes((folder / "mlflow.db").read_bytes())
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE latest_metrics SET value = 0.9 WHERE key = 'val_f1' AND run_uuid = ?", (ids["owl"],))
    writer.commit()
    files = {name: (tmp_path / name).read_bytes() for name in _names(tmp_path) if not name.endswith("-shm")}
    assert {run.name: run.metrics.get("val_f1") for run in _store(tmp_path).read()}["owl"] == 0.9
    assert {name: (tmp_path / name).read_bytes() for name in files} == files
    writer.close()
    assert _names(tmp_path) == ["mlflow.db"]
    assert {run.name: run.metrics.get("val_f1") for run in _store(tmp_path).read()}["owl"] == 0.9
    assert _names(tmp_path) == ["mlflow.db"]


@pytest.mark.parametrize(
    ("uri", "error"),
    [
        ("sqlite:///nothing.db", "nothing.db does not exist"),
        ("sqlite:///../mlflow.db", "is outside the workspace"),
        ("sqlite:////etc/passwd", "is outside the workspace"),
        ("postgresql://host/db", "is neither"),
        ("sqlite:///broken.db", "cannot be read"),
        ("sqlite:///view.db", "is no MLflow store"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, uri: str, error: str) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database" * 100)
    hostile = sqlite3.connect(tmp_path / "view.db")
    for table in ("latest_metrics", "tags"):
        hostile.execute(f"CREATE TABLE {table} (run_uuid, key, value)")
    hostile.execute("CREATE VIEW runs AS SELECT 1 AS run_uuid")
    hostile.commit()
    with pytest.raises(TrackerError, match=error):
        _store(tmp_path, uri).read()


def test_a_missing_default_store_is_no_error(tmp_path: Path) -> None:
    assert _store(tmp_path, required=False).read() == ()


def test_the_users_own_server_stands_in_for_the_default(tmp_path: Path) -> None:
    own = Access(False, {"MLFLOW_TRACKING_URI": "http://tracker:5000/"})
    assert [type(reader).__name__ for reader in readers(tmp_path, {"": Conventions()}, own)] == ["MlflowServer"]
    stated = Conventions(trackers={"mlflow": Tracker(uri="sqlite:///mlflow.db")})
    assert [type(reader).__name__ for reader in readers(tmp_path, {"": stated}, own)] == ["MlflowStore"]
    assert own.allows("http://tracker:5000")
    for other in ("http://tracker:5000.evil.example", "http://elsewhere:5000", "http://tracker:5000/attacker", "http://[x"):
        assert not own.allows(other)


@pytest.mark.parametrize("uri", ["http://localhost:port", "http://a b/", "http://u:p@host", "http://h/x?y=", "file:///etc", ""])
def test_an_address_that_is_none_is_a_fault_of_the_conventions(uri: str) -> None:
    document = parse("dualtrack.yaml", f"trackers: {{mlflow: {{type: mlflow, uri: '{uri}'}}}}\n")
    conventions, faults = read_conventions(document)
    assert [fault.route for fault in faults] == [("trackers", "mlflow", "uri")]
    assert conventions.trackers == Conventions().trackers


def test_a_tracker_that_answers_nonsense_is_an_error_of_its_own() -> None:
    class Nonsense:
        name = "mlflow"

        def read(self) -> tuple[Run, ...]:
            raise KeyError("experiment_id")

    assert asked(Nonsense(), None, None).error == "its answer cannot be read (KeyError)"
