"""Runs from a real MLflow: its local store, and its tracking server."""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.http import Http
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import NotRead, Place
from dualtrack.adapters.sources import mlflow_server
from dualtrack.adapters.sources.mlflow_client import MlflowClientRuns
from dualtrack.adapters.sources.mlflow_files import MlflowFiles
from dualtrack.adapters.sources.mlflow_server import MlflowServer
from dualtrack.adapters.sources.mlflow_store import MlflowStore
from dualtrack.adapters.sources.registered_models import RegisteredModels
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.facts.facts import Facts, Unknown
from dualtrack.facts.registry import RegisteredVersion, Registry
from dualtrack.facts.runs import Runs
from dualtrack.files.document import parse
from dualtrack.files.read import read_conventions
from dualtrack.model.conventions import Conventions
from dualtrack.model.run import Dataset, Run
from dualtrack.project.project import Project
from dualtrack.workspace.sources import Asking

from tests.adapters.dripping import dripping

_WRITE = """
import json, sys
from mlflow.tracking import MlflowClient
from mlflow.entities import Dataset, DatasetInput, InputTag
try:
    from mlflow.entities import LoggedModelOutput
except ImportError:  # MLflow 2
    LoggedModelOutput = None
def write(uri):
    client = MlflowClient(uri)
    experiment = client.create_experiment("churn", tags={"dualtrack.item": "EXP-9"})
    def run(name, status, tags, metrics, started, ended):
        made = client.create_run(experiment, start_time=started, run_name=name, tags=tags)
        for key, values in metrics.items():
            for step, value in enumerate(values):
                client.log_metric(made.info.run_id, key, value, timestamp=started + step, step=step)
        if name == "owl":
            for key, value in {"lr": "0.1", "note": "x" * 500}.items():
                client.log_param(made.info.run_id, key, value)
            data = [("train", "d1", "training"), ("held", "d2", "evaluation")]
            client.log_inputs(made.info.run_id, [
                DatasetInput(Dataset(each, digest, "local", "{}"), [InputTag("mlflow.data.context", role)])
                for each, digest, role in data
            ])
            if LoggedModelOutput:
                model = client.create_logged_model(experiment, "classifier", made.info.run_id)
                client.log_outputs(made.info.run_id, [LoggedModelOutput(model.model_id, 0)])
            else:
                client.set_tag(made.info.run_id, "mlflow.log-model.history", '[{"artifact_path": "classifier"}]')
        if status != "RUNNING":
            client.set_terminated(made.info.run_id, status, end_time=ended)
        return made.info.run_id
    tags = {
        "mlflow.source.git.commit": "a" * 40, "mlflow.source.git.branch": "exp-23-owl", "mlflow.source.name": "src/train.py",
        "mlflow.user": "ana", "dualtrack.item": "exp-023", "team": "churn",
    }
    ids = {
        "owl": run("owl", "FINISHED", tags, {"val_f1": [0.5, 0.75, 0.7312], "x": [float("nan")]}, 1763000000000, 1763000060000),
        "cat": run("cat", "FAILED", {"mlflow.source.git.dirty": "true"}, {"val/f1": [0.3]}, 1763000000000, 1763000070000),
        "dog": run("dog", "RUNNING", {}, {"val_f1": [0.4]}, 1763000080000, None),
        "fox": run("fox", "FINISHED", {}, {"val_f1": [0.1]}, 1763000000000, 1763000090000),
        "elk: 2": run("elk: 2", "FINISHED", {}, {"f1": [float("inf")], "ms": [-2.0]}, 1763000000000, 1763000090000),
    }
    client.delete_run(ids["fox"])
    registry = MlflowClient(uri, registry_uri=uri)
    registry.create_registered_model("churn")
    for tags in ({}, {}, {"dualtrack.item": "task-7", "version": "1.3.0"}):
        registry.create_model_version("churn", f"runs:/{ids['owl']}/model", ids["owl"], tags=tags)
    registry.set_registered_model_alias("churn", "champion", "3")
    registry.transition_model_version_stage("churn", "2", "Production")
    registry.delete_model_version("churn", "1")
    return experiment, ids
print(json.dumps([write(uri) for uri in sys.argv[1:]]))
"""


def _environment() -> dict[str, str]:
    quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **quiet, "MLFLOW_ALLOW_FILE_STORE": "true"}


def _write(folder: Path, python: str) -> None:
    command = [python, "-c", _WRITE, f"sqlite:///{folder}/mlflow.db", f"file:{folder}/mlruns"]
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, text=True, check=True)
    (folder / "ids.json").write_text(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def written(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """The folder of a store that MLflow wrote, the experiment's id, and the runs' ids by name.

    MLflow takes ten seconds for that, so pytest's cache keeps the store for as long as MLflow and what it writes are the same.
    """
    assert pytestconfig.cache
    kept = pytestconfig.cache.mkdir("mlflow") / hashlib.sha256(f"{version('mlflow')} {_WRITE}".encode()).hexdigest()[:16]
    if not kept.exists():
        new = Path(tempfile.mkdtemp(dir=kept.parent))
        _write(new, sys.executable)
        try:
            new.rename(kept)
        except OSError:  # another process of pytest was faster
            shutil.rmtree(new)
    folder = shutil.copytree(kept, tmp_path_factory.mktemp("stores") / "store")
    experiment, ids = json.loads((folder / "ids.json").read_text())[0]
    return folder, str(experiment), ids


@pytest.fixture(scope="module")
def server(written: tuple[Path, str, dict[str, str]]) -> Iterator[str]:
    """The address of MLflow's own server on that store."""
    folder, _, _ = written
    with _serving(folder, [sys.executable, "-m", "mlflow", "server", "--workers", "1", *_ON_STORE]) as address:
        yield address


_ON_STORE = ("--backend-store-uri", "sqlite:///{folder}/mlflow.db", "--port", "{port}")
_SERVE_2 = "import sys; from mlflow.server import app; app.run(port=int(sys.argv[1]))"
_MLFLOW_2 = ("mlflow-skinny==2.22.5", "sqlalchemy<2.1", "alembic", "flask")


@contextmanager
def _serving(folder: Path, command: list[str]) -> Iterator[str]:
    """The address of a server that a command starts, with a folder and a port in its arguments."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [each.replace("{folder}", str(folder)).replace("{port}", str(port)) for each in command]
    env = {**_environment(), "_MLFLOW_SERVER_FILE_STORE": f"sqlite:///{folder}/mlflow.db"}
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
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


def _place(folder: Path, access: Access | None = None) -> Place:
    return Place(folder, Listing(folder), access or Access(True, True, {}))


def _read_store(folder: Path, uri: str = "sqlite:///mlflow.db", stated: bool = True) -> list[Run]:
    kind = MlflowFiles if uri.startswith("file:") else MlflowStore
    runs = kind(_place(folder), "mlflow").read(NamedTracker("mlflow", uri, "", stated), None)
    return list(runs.all.values())


def _asking(folder: Path, uri: str) -> Asking:
    tracker = NamedTracker("mlflow", uri, "", True)
    kind = MlflowServer if tracker.scheme == "http" else MlflowStore
    asking = Asking("mlflow", kind(_place(folder), "mlflow"), None)
    asking.needs = tracker
    return asking


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("uri", ["sqlite:///mlflow.db", "file:mlruns"])
def test_a_store_is_read_as_mlflow_wrote_it(written: tuple[Path, str, dict[str, str]], uri: str) -> None:
    folder, _, ids = written
    _check_store(folder, ids, uri)


def _check_store(folder: Path, ids: dict[str, str], uri: str) -> None:
    before = _names(folder)
    runs = {run.name: run for run in _read_store(folder, uri)}
    assert runs.keys() == ids.keys() - {"fox"}
    owl, cat, dog = (runs[name] for name in ("owl", "cat", "dog"))
    assert {name: dict(run.metrics) for name, run in runs.items()} == {
        "owl": {"val_f1": 0.7312},
        "cat": {"val/f1": 0.3},
        "dog": {"val_f1": 0.4},
        "elk: 2": {"ms": -2.0},
    }
    assert owl[:3] == ("mlflow", owl.id, "owl")
    assert (owl.finished, owl.commit, owl.item, owl.url) == (True, "a" * 40, "EXP-23", "")
    assert (owl.source, owl.branch, owl.dirty, owl.tags["team"]) == ("src/train.py", "exp-23-owl", None, "churn")
    assert "mlflow.user" not in owl.tags
    assert (owl.group, owl.group_item, owl.models) == ("churn", "EXP-9", ("classifier",))
    assert owl.datasets == (Dataset("held", "d2", "evaluation"), Dataset("train", "d1", "training"))
    assert (owl.params["lr"], owl.params["note"][:9], dict(cat.params)) == ("0.1", "x" * 9, {})
    assert owl.ended and owl.ended.timestamp() == 1763000060
    assert (cat.status, cat.dirty, dog.status, dog.finished, dog.ended) == ("failed", True, "running", False, None)
    assert owl.best == ({"val_f1": (0.5, 0.75)} if uri.startswith("file:") else {})
    assert _names(folder) == before


@pytest.mark.slow
def test_mlflow_2_is_read_as_well(tmp_path: Path) -> None:
    uv, python = Path(sys.executable).with_name("uv"), tmp_path / "env" / "bin" / "python"
    subprocess.run([uv, "venv", "-q", python.parents[1]], check=True)
    if subprocess.run([uv, "pip", "install", "-q", "--python", python, *_MLFLOW_2], check=False).returncode:
        pytest.skip("mlflow-skinny 2.22.5 cannot be installed here")
    folder = tmp_path / "store"
    folder.mkdir()
    _write(folder, str(python))
    written = json.loads((folder / "ids.json").read_text())
    for (_, ids), uri in zip(written, ("sqlite:///mlflow.db", "file:mlruns"), strict=True):
        _check_store(folder, ids, uri)
    stored = {run.id: run for run in _read_store(folder)}
    with _serving(folder, [str(python), "-c", _SERVE_2, "{port}"]) as address:
        asking = _asking(folder, address)
        served = {run.id: run for run in asking.ask().value.all.values()}
        assert [asking.ask() is asking.told for _ in range(4)] == [True] * 4
    assert {id: run._replace(url="", params=stored[id].params) for id, run in served.items()} == stored


def test_a_store_in_files_is_read_again_where_it_has_changed(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    shutil.copytree(folder / "mlruns", tmp_path / "mlruns")
    source, tracker = MlflowFiles(_place(tmp_path), "mlflow"), NamedTracker("mlflow", "file:mlruns", "", True)
    known = source.read(tracker, None)
    assert source.read(tracker, known) is known
    owl = next(path.parent.parent for path in tmp_path.glob("mlruns/*/*/tags/team"))
    (owl / "tags" / "dualtrack.item").write_text("EXP-24")
    dog = next(path.parent for path in tmp_path.glob("mlruns/*/*/meta.yaml") if "run_name: dog" in path.read_text())
    with (dog / "metrics" / "val_f1").open("a") as history:
        history.write("1763000080009 0.45 1\n")
    (owl / "metrics" / "leak").symlink_to("/etc/hostname")
    later = {run.name: run for run in source.read(tracker, known).all.values()}
    assert (later["owl"].item, later["dog"].metrics["val_f1"]) == ("EXP-24", 0.45)
    shutil.rmtree(owl)
    assert "owl" not in {run.name for run in source.read(tracker, known).all.values()}


@pytest.mark.slow
def test_the_server_says_the_same_and_has_pages_to_link_to(written: tuple[Path, str, dict[str, str]], server: str) -> None:
    folder, experiment, ids = written
    asking = _asking(folder, server)
    stored = {run.id: run for run in _read_store(folder)}
    served = {run.id: run for run in asking.ask().value.all.values()}
    assert served.keys() == stored.keys()
    for id, run in served.items():
        assert run._replace(url="", models=stored[id].models) == stored[id]._replace(params=run.params)
        assert len(run.params) == len(stored[id].params)
        assert len(run.models) == len(stored[id].models)
    assert served[ids["owl"]].url == f"{server}/#/experiments/{experiment}/runs/{ids['owl']}"
    known = asking.told
    assert asking.ask() is known, "nothing has changed"


def _read_registry(folder: Path, uri: str) -> Registry:
    return RegisteredModels(_place(folder), "mlflow").read(NamedTracker("mlflow", uri, "", True), None)


@pytest.mark.parametrize("uri", ["sqlite:///mlflow.db", "file:mlruns"])
def test_the_registry_of_a_store_has_versions_with_aliases_and_stages(
    written: tuple[Path, str, dict[str, str]], uri: str
) -> None:
    folder, _, _ = written
    owl = next(run.id for run in _read_store(folder, uri) if run.name == "owl")
    before = _names(folder)
    second, third = _read_registry(folder, uri).all
    assert second.created and third.created
    assert second == RegisteredVersion("mlflow", "churn", 2, owl, (), "Production", "", "", second.created)
    assert third == RegisteredVersion("mlflow", "churn", 3, owl, ("champion",), "", "TASK-7", "1.3.0", third.created)
    assert _names(folder) == before


@pytest.mark.slow
def test_the_server_says_the_same_of_its_registry_and_is_asked_once_while_nothing_changes(
    written: tuple[Path, str, dict[str, str]], server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, _ = written
    source, tracker = RegisteredModels(_place(folder), "mlflow"), NamedTracker("mlflow", server, "", True)
    known = source.read(tracker, None)
    assert known == _read_registry(folder, "sqlite:///mlflow.db")
    asked: list[str] = []
    get = Http.get
    monkeypatch.setattr(Http, "get", lambda self, path: (asked.append(path), get(self, path))[1])
    assert source.read(tracker, known) is known
    assert [path.partition("?")[0] for path in asked] == ["/api/2.0/mlflow/registered-models/search"]


def test_a_registry_in_files_is_read_inside_the_workspace(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    (tmp_path / "top").mkdir()
    top = shutil.copytree(folder / "mlruns", tmp_path / "top" / "mlruns")
    shutil.copytree(top / "models" / "churn", tmp_path / "fraud")
    (top / "models" / "fraud").symlink_to(tmp_path / "fraud")
    (top / "models" / "churn" / "version-3" / "meta.yaml").write_text("&a [*a, {")
    (top / "models" / "churn" / "aliases" / "odd").write_text("latest")
    assert [each.shown for each in _read_registry(tmp_path / "top", "file:mlruns").all] == ["churn v2"]
    assert _read_registry(tmp_path / "top", "file:../fraud") == Registry()


def test_a_tracker_that_is_down_keeps_what_it_said(written: tuple[Path, str, dict[str, str]]) -> None:
    folder, _, _ = written
    asking = _asking(folder, "sqlite:///mlflow.db")
    known = asking.ask()
    (folder / "mlflow.db").rename(folder / "away.db")
    down = asking.ask()
    (folder / "away.db").rename(folder / "mlflow.db")
    assert down.value is known.value
    assert down.unknown == Unknown("failed", "mlflow", "mlflow.db does not exist", known.as_of)
    facts = Facts().with_told({"mlflow": down})
    assert facts.with_told({"mlflow": asking.told}) is facts
    unreachable = _asking(folder, "http://127.0.0.1:9").ask()
    assert unreachable.unknown and "http://127.0.0.1:9 is not reachable" in unreachable.unknown.reason


def test_a_write_ahead_log_is_read_and_left_as_it_is(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, ids = written
    path = tmp_path / "mlflow.db"
    path.write_bytes((folder / "mlflow.db").read_bytes())
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE latest_metrics SET value = 0.9 WHERE key = 'val_f1' AND run_uuid = ?", (ids["owl"],))
    writer.commit()
    files = {name: (tmp_path / name).read_bytes() for name in _names(tmp_path) if not name.endswith("-shm")}
    assert {run.name: run.metrics.get("val_f1") for run in _read_store(tmp_path)}["owl"] == 0.9
    assert {name: (tmp_path / name).read_bytes() for name in files} == files
    writer.close()
    assert _names(tmp_path) == ["mlflow.db"]
    assert {run.name: run.metrics.get("val_f1") for run in _read_store(tmp_path)}["owl"] == 0.9
    assert _names(tmp_path) == ["mlflow.db"]


@pytest.mark.parametrize(
    ("uri", "error"),
    [
        ("sqlite:///nothing.db", "nothing.db does not exist"),
        ("sqlite:///../mlflow.db", "is outside the workspace"),
        ("sqlite:////etc/passwd", "is outside the workspace"),
        ("file:nothing", "nothing does not exist"),
        ("file:../runs", "is outside the workspace"),
        ("file:garbled", "garbled cannot be read"),
        ("sqlite:///broken.db", "broken.db is no SQLite database"),
        ("sqlite:///view.db", "is no MLflow store"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, uri: str, error: str) -> None:
    (tmp_path / "broken.db").write_bytes(b"no database" * 100)
    garbled = tmp_path / "garbled" / "1"
    garbled.mkdir(parents=True)
    (garbled / "meta.yaml").write_text("name: [")
    hostile = sqlite3.connect(tmp_path / "view.db")
    for table in ("latest_metrics", "tags"):
        hostile.execute(f"CREATE TABLE {table} (run_uuid, key, value)")
    hostile.execute("CREATE VIEW runs AS SELECT 1 AS run_uuid")
    hostile.commit()
    with pytest.raises(NotRead, match=error):
        _read_store(tmp_path, uri)


def test_a_store_that_works_out_what_it_holds_is_not_read_whole(tmp_path: Path) -> None:
    with closing(_store(tmp_path, "run_uuid, key AS (printf('%.*c', 900000, 'x')), value AS (1.0), is_nan AS (0)")) as store:
        store.executemany("INSERT INTO latest_metrics(run_uuid) VALUES(?)", [(row,) for row in range(300)])
        store.commit()
    with pytest.raises(NotRead, match="holds more than 256 MB of names and values"):
        _read_store(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="a link takes a privilege there")
@pytest.mark.parametrize("beside", ["mlflow.db-wal", "mlflow.db-journal", "mlflow.db-shm"])
def test_what_lies_beside_a_store_is_not_followed_out_of_the_folder(tmp_path: Path, beside: str) -> None:
    _store(tmp_path, "run_uuid, key, value, is_nan").close()
    assert _read_store(tmp_path) == []
    (tmp_path.parent / "private").write_text("private")
    (tmp_path / beside).symlink_to(tmp_path.parent / "private")
    with pytest.raises(NotRead, match=f"^{beside} beside it is not a file$"):
        _read_store(tmp_path)


def _store(folder: Path, metrics: str) -> sqlite3.Connection:
    store = sqlite3.connect(folder / "mlflow.db")
    store.executescript(f"""
        CREATE TABLE runs(run_uuid, name, status, start_time, end_time, lifecycle_stage);
        CREATE TABLE tags(key, value, run_uuid);
        CREATE TABLE latest_metrics({metrics});
    """)
    return store


@pytest.mark.parametrize(
    ("token", "said"),
    [("secret\n", "is not reachable"), ("sec\nret", "MLFLOW_TRACKING_TOKEN"), ("secr€t", "MLFLOW_TRACKING_TOKEN")],
)
def test_no_message_holds_a_token(tmp_path: Path, token: str, said: str) -> None:
    uri = "http://127.0.0.1:9"
    access = Access(True, True, {"MLFLOW_TRACKING_URI": uri, "MLFLOW_TRACKING_TOKEN": token})
    with pytest.raises(NotRead, match=said) as refused:
        MlflowServer(_place(tmp_path, access), "mlflow").read(NamedTracker("mlflow", uri, "", True), None)
    assert "sec" not in str(refused.value)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"])
def test_a_server_that_drips_has_a_deadline_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: bytes) -> None:
    monkeypatch.setattr(limits, "HTTP_SECONDS", 0.5)
    with dripping(first) as uri, pytest.raises(NotRead, match=r"did not answer within 0\.5 seconds"):
        MlflowServer(_place(tmp_path), "mlflow").read(NamedTracker("mlflow", uri, "", True), None)


def test_a_missing_default_store_is_no_error(tmp_path: Path) -> None:
    assert _read_store(tmp_path, stated=False) == _read_store(tmp_path, "file:mlruns", stated=False) == []


def test_the_users_own_server_stands_in_for_the_default(tmp_path: Path) -> None:
    own = Access(True, False, {"MLFLOW_TRACKING_URI": "http://tracker:5000/"})

    def kinds(settings: str) -> list[str]:
        project = Project().with_file("dualtrack.yaml", settings)
        return [
            kind.__name__ for kind in (MlflowServer, MlflowStore, MlflowFiles) if kind.needs(project, _place(tmp_path, own))
        ]

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


def test_a_tracker_that_answers_nonsense_is_an_error_of_its_own(tmp_path: Path) -> None:
    class Nonsense(MlflowStore):
        def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
            raise KeyError("experiment_id")

    unknown = Asking("mlflow", Nonsense(_place(tmp_path), "mlflow"), None).ask().unknown
    assert unknown and unknown.reason == "its answer cannot be read (KeyError)"


@pytest.mark.slow
def test_mlflow_itself_reads_what_the_user_names(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    access = Access(True, False, {**_environment(), "VIRTUAL_ENV": sys.prefix})
    found = MlflowClientRuns(_place(tmp_path, access), "").read(f"sqlite:///{folder}/mlflow.db", None)
    stored = {run.id: run for run in _read_store(folder)}
    assert {run.id: run._replace(params=stored[run.id].params) for run in found.all.values()} == {
        id: run._replace(models=()) for id, run in stored.items()
    }


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
        """The runs after two turns, in each of which as much as two requests are made."""
        for _ in range(2):
            asked.clear()
            told = asking.ask()
            assert not told.unknown and len(asked) == 2, asked
        return {run.name: (run.status, dict(run.metrics)) for run in asking.told.value.all.values()}

    monkeypatch.setattr(Http, "post", counted)
    asking = _asking(tmp_path, server)
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
    assert "gnu" in seen(), "it is missed when everything is read"
    monkeypatch.setattr(mlflow_server, "_WHOLE_SECONDS", 0.0)
    assert "gnu" not in {run.name for run in asking.ask().value.all.values()}
