"""Runs of a real MLflow: its local store, and the same in files."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from dualtrack.adapters.access import Access
from dualtrack.adapters.source import NotRead
from dualtrack.adapters.sources.mlflow_client import MlflowClientRuns
from dualtrack.adapters.sources.mlflow_files import MlflowFiles
from dualtrack.adapters.sources.mlflow_store import MlflowStore
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.facts.facts import Facts, Unknown
from dualtrack.facts.runs import Runs
from dualtrack.model.run import Dataset
from dualtrack.project.project import Project
from dualtrack.workspace.sources import Asking

from tests.adapters.mlflow_written import asking_of, environment, names_in, place, read_store, serving, write

_SERVE_2 = "import sys; from mlflow.server import app; app.run(port=int(sys.argv[1]))"


_MLFLOW_2 = ("mlflow-skinny==2.22.5", "sqlalchemy<2.1", "alembic", "flask")


@pytest.mark.parametrize("uri", ["sqlite:///mlflow.db", "file:mlruns"])
def test_a_store_is_read_as_mlflow_wrote_it(written: tuple[Path, str, dict[str, str]], uri: str) -> None:
    folder, _, ids = written
    _check_store(folder, ids, uri)


def _check_store(folder: Path, ids: dict[str, str], uri: str) -> None:
    before = names_in(folder)
    runs = {run.name: run for run in read_store(folder, uri)}
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
    assert dog.last_logged and (dog.last_logged.timestamp(), cat.last_logged) == (1763000080, None)
    assert owl.best == ({"val_f1": (0.5, 0.75)} if uri.startswith("file:") else {})
    assert names_in(folder) == before


@pytest.mark.slow
def test_mlflow_2_is_read_as_well(tmp_path: Path) -> None:
    uv, python = Path(sys.executable).with_name("uv"), tmp_path / "env" / "bin" / "python"
    subprocess.run([uv, "venv", "-q", python.parents[1]], check=True)
    if subprocess.run([uv, "pip", "install", "-q", "--python", python, *_MLFLOW_2], check=False).returncode:
        pytest.skip("mlflow-skinny 2.22.5 cannot be installed here")
    folder = tmp_path / "store"
    folder.mkdir()
    write(folder, str(python))
    written = json.loads((folder / "ids.json").read_text())
    for (_, ids), uri in zip(written, ("sqlite:///mlflow.db", "file:mlruns"), strict=True):
        _check_store(folder, ids, uri)
    stored = {run.id: run for run in read_store(folder)}
    with serving(folder, [str(python), "-c", _SERVE_2, "{port}"]) as address:
        asking = asking_of(folder, address)
        served = {run.id: run for run in asking.ask().value.all.values()}
        assert [asking.ask() is asking.told for _ in range(4)] == [True] * 4
    assert {id: run._replace(url="", params=stored[id].params) for id, run in served.items()} == stored


def test_a_store_in_files_is_read_again_where_it_has_changed(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    shutil.copytree(folder / "mlruns", tmp_path / "mlruns")
    source, tracker = MlflowFiles(place(tmp_path), "mlflow"), NamedTracker("mlflow", "file:mlruns", "", True)
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


@pytest.mark.skipif(os.name == "nt", reason="a link takes a privilege there")
@pytest.mark.parametrize("linked", ["params", "tags", "metrics", "inputs"])
def test_a_folder_of_a_store_in_files_is_not_followed_out_of_it(
    written: tuple[Path, str, dict[str, str]], tmp_path: Path, linked: str
) -> None:
    folder, _, _ = written
    shutil.copytree(folder / "mlruns", tmp_path / "board" / "mlruns")
    (owl,) = (tmp_path / "board" / "mlruns").glob("*/*/tags/team")
    (owl.parent.parent / linked).rename(tmp_path / "private")
    (owl.parent.parent / linked).symlink_to(tmp_path / "private")
    (run,) = (run for run in read_store(tmp_path / "board", "file:mlruns") if run.name == "owl")
    read = {"params": run.params, "tags": run.tags, "metrics": run.metrics, "inputs": run.datasets}
    assert {name for name, told in read.items() if not told} == {linked}


def test_a_store_tells_the_best_values_that_a_criterion_asks_for(written: tuple[Path, str, dict[str, str]]) -> None:
    folder, _, ids = written
    criteria = "[best val_f1 >= 0.72, best x >= 1, val_f1 >= 0.7]"
    experiment = f"---\nruns: [{ids['owl']}]\nsuccess_criteria: {criteria}\n---\n"
    project = Project().with_file("dualtrack.yaml", "").with_file("tracks/experiments/EXP-1.md", experiment)
    project = project.with_facts(Facts().with_told({"mlflow": asking_of(folder, "sqlite:///mlflow.db").ask()}))
    (needs,) = MlflowStore.needs(project, place(folder)).values()
    assert needs.histories == {(ids["owl"], "val_f1")}
    best = {run.name: dict(run.best) for run in MlflowStore(place(folder), "mlflow").read(needs, None).all.values()}
    assert {name: told for name, told in best.items() if told} == {"owl": {"val_f1": (0.5, 0.75)}}


def test_a_tracker_that_is_down_keeps_what_it_said(written: tuple[Path, str, dict[str, str]]) -> None:
    folder, _, _ = written
    asking = asking_of(folder, "sqlite:///mlflow.db")
    known = asking.ask()
    (folder / "mlflow.db").rename(folder / "away.db")
    down = asking.ask()
    (folder / "away.db").rename(folder / "mlflow.db")
    assert down.value is known.value
    assert down.unknown == Unknown("failed", "mlflow", "mlflow.db does not exist", known.as_of)
    facts = Facts().with_told({"mlflow": down})
    assert facts.with_told({"mlflow": asking.told}) is facts
    unreachable = asking_of(folder, "http://127.0.0.1:9").ask()
    assert unreachable.unknown and "http://127.0.0.1:9 is not reachable" in unreachable.unknown.reason


def test_a_write_ahead_log_is_read_and_left_as_it_is(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, ids = written
    path = tmp_path / "mlflow.db"
    path.write_bytes((folder / "mlflow.db").read_bytes())
    writer = sqlite3.connect(path)
    writer.execute("PRAGMA journal_mode = WAL")
    writer.execute("UPDATE latest_metrics SET value = 0.9 WHERE key = 'val_f1' AND run_uuid = ?", (ids["owl"],))
    writer.commit()
    files = {name: (tmp_path / name).read_bytes() for name in names_in(tmp_path) if not name.endswith("-shm")}
    assert {run.name: run.metrics.get("val_f1") for run in read_store(tmp_path)}["owl"] == 0.9
    assert {name: (tmp_path / name).read_bytes() for name in files} == files
    writer.close()
    assert names_in(tmp_path) == ["mlflow.db"]
    assert {run.name: run.metrics.get("val_f1") for run in read_store(tmp_path)}["owl"] == 0.9
    assert names_in(tmp_path) == ["mlflow.db"]


@pytest.mark.parametrize(
    ("uri", "error"),
    [
        ("sqlite:///nothing.db", "nothing.db does not exist"),
        ("sqlite:///../mlflow.db", "is outside the workspace"),
        ("sqlite:////etc/passwd", "is outside the workspace"),
        ("file:nothing", "nothing does not exist"),
        ("file:../runs", "is outside the workspace"),
        ("sqlite:///broken.db", "broken.db is no SQLite database"),
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
    with pytest.raises(NotRead, match=error):
        read_store(tmp_path, uri)


@pytest.mark.slow
def test_a_store_that_works_out_what_it_holds_is_not_read_whole(tmp_path: Path) -> None:
    with closing(_store(tmp_path, "run_uuid, key AS (printf('%.*c', 900000, 'x')), value AS (1.0), is_nan AS (0)")) as store:
        store.executemany("INSERT INTO latest_metrics(run_uuid) VALUES(?)", [(row,) for row in range(300)])
        store.commit()
    with pytest.raises(NotRead, match="holds more than 256 MB of names and values"):
        read_store(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="a link takes a privilege there")
@pytest.mark.parametrize("beside", ["mlflow.db-wal", "mlflow.db-journal", "mlflow.db-shm"])
def test_what_lies_beside_a_store_is_not_followed_out_of_the_folder(tmp_path: Path, beside: str) -> None:
    _store(tmp_path, "run_uuid, key, value, is_nan").close()
    assert read_store(tmp_path) == []
    (tmp_path.parent / "private").write_text("private")
    (tmp_path / beside).symlink_to(tmp_path.parent / "private")
    with pytest.raises(NotRead, match=f"^{beside} beside it is not a file$"):
        read_store(tmp_path)


def _store(folder: Path, metrics: str) -> sqlite3.Connection:
    store = sqlite3.connect(folder / "mlflow.db")
    store.executescript(f"""
        CREATE TABLE runs(run_uuid, name, status, start_time, end_time, lifecycle_stage);
        CREATE TABLE tags(key, value, run_uuid);
        CREATE TABLE latest_metrics({metrics});
    """)
    return store


def test_a_missing_default_store_is_no_error(tmp_path: Path) -> None:
    assert read_store(tmp_path, stated=False) == read_store(tmp_path, "file:mlruns", stated=False) == []


def test_a_tracker_that_answers_nonsense_is_an_error_of_its_own(tmp_path: Path) -> None:
    class Nonsense(MlflowStore):
        def read(self, needs: NamedTracker, before: Runs | None) -> Runs:
            raise KeyError("experiment_id")

    unknown = Asking("mlflow", Nonsense(place(tmp_path), "mlflow"), None).ask().unknown
    assert unknown and unknown.reason == "its answer cannot be read (KeyError)"


@pytest.mark.slow
def test_mlflow_itself_reads_what_the_user_names(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    access = Access(True, False, {**environment(), "VIRTUAL_ENV": sys.prefix})
    found = MlflowClientRuns(place(tmp_path, access), "").read(f"sqlite:///{folder}/mlflow.db", None)
    stored = {run.id: run for run in read_store(folder)}
    assert {run.id: run._replace(params=stored[run.id].params) for run in found.all.values()} == stored
