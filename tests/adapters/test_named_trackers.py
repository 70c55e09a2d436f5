"""Which trackers are read: those that a board names, else the stores that MLflow made where scripts and notebooks ran."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.facts.registry import Registry
from dualtrack.facts.runs import Runs
from dualtrack.workspace.workspace import Workspace

from tests.adapters.asking import write_files


def _read(root: Path, **environment: str) -> Runs:
    workspace = Workspace(root, Access(True, False, environment))
    return workspace.read({Runs}).facts[Runs]


def _board(folder: Path, settings: str = "") -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "dualtrack.yaml").write_text(settings)


@pytest.mark.parametrize("store", ["mlruns", "notebooks/mlruns", "a/b c/mlruns"])
def test_a_store_is_found_where_a_notebook_ran(tmp_path: Path, store: str) -> None:
    _board(tmp_path)
    write_files(tmp_path / store)
    runs = _read(tmp_path)
    assert [run.name for run in runs.all.values()] == ["run 0", "run 1", "run 2"]
    assert not runs.unread
    assert len(runs.named("mlflow:0000000000000000000000000000000a")) == 1


@pytest.mark.parametrize("passed_over", [".venv/mlruns", "node_modules/x/mlruns", "clone/mlruns", "linked/mlruns"])
def test_generated_folders_and_other_repositories_are_passed_over(tmp_path: Path, passed_over: str) -> None:
    root = tmp_path / "root"
    _board(root)
    (root / "clone" / ".git").mkdir(parents=True)
    (root / "linked").mkdir()
    if passed_over.startswith("linked"):
        write_files(tmp_path / "elsewhere")
        (root / passed_over).symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    else:
        write_files(root / passed_over)
    runs = _read(root)
    assert not runs.all and not runs.unread


def test_each_board_has_the_stores_below_it_that_are_below_no_other(tmp_path: Path) -> None:
    _board(tmp_path)
    _board(tmp_path / "teams" / "a", "trackers: {}\n")
    _board(tmp_path / "teams" / "b")
    write_files(tmp_path / "mlruns", 1)
    write_files(tmp_path / "teams" / "a" / "mlruns", 2)
    write_files(tmp_path / "teams" / "b" / "notebooks" / "mlruns", 3)
    assert len(_read(tmp_path).all) == 3  # the runs of one id in two stores are one


def test_what_a_board_or_the_environment_names_is_read_alone(tmp_path: Path) -> None:
    _board(tmp_path, "trackers: {mlflow: {uri: 'file:kept'}}\n")
    write_files(tmp_path / "notebooks" / "mlruns", 2)
    write_files(tmp_path / "kept", 1)
    assert len(_read(tmp_path).all) == 1
    _board(tmp_path)
    assert not _read(tmp_path, MLFLOW_TRACKING_URI="http://127.0.0.1:9").all


@pytest.mark.parametrize("uri", ["file:kept", "file:./kept", "kept", "file://{root}/kept", "{root}/kept"])
def test_the_environment_may_name_a_folder_of_runs(tmp_path: Path, uri: str) -> None:
    _board(tmp_path)
    _board(tmp_path / "team")
    write_files(tmp_path / "kept", 1)
    write_files(tmp_path / "mlruns", 2)
    assert len(_read(tmp_path, MLFLOW_TRACKING_URI=uri.format(root=tmp_path)).all) == 1


@pytest.mark.parametrize("uri", ["sqlite:///kept.db", "sqlite:///kept.db?timeout=9", "sqlite:///{root}/kept.db"])
def test_the_environment_may_name_a_database(tmp_path: Path, uri: str) -> None:
    _board(tmp_path)
    write_files(tmp_path / "mlruns")
    with closing(sqlite3.connect(tmp_path / "kept.db")) as store, store:
        store.execute("CREATE TABLE runs(run_uuid, name, status, start_time, end_time, lifecycle_stage)")
        store.execute("CREATE TABLE tags(key, value, run_uuid)")
        store.execute("CREATE TABLE latest_metrics(run_uuid, key, value, is_nan)")
        store.execute("INSERT INTO runs VALUES ('r1', 'owl', 'FINISHED', 1, 2, 'active')")
    assert [run.name for run in _read(tmp_path, MLFLOW_TRACKING_URI=uri.format(root=tmp_path)).all.values()] == ["owl"]


@pytest.mark.parametrize("uri", ["file:../elsewhere", "file:{root}/../elsewhere", "../elsewhere", ""])
def test_a_store_outside_the_folder_is_not_read(tmp_path: Path, uri: str) -> None:
    write_files(tmp_path / "elsewhere")
    _board(tmp_path / "root")
    assert not _read(tmp_path / "root", MLFLOW_TRACKING_URI=uri.format(root=tmp_path / "root")).all


def test_of_very_many_stores_the_nearest_are_read_and_that_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STORES", 2)
    _board(tmp_path)
    for number, folder in enumerate(("a/b", "c", "d")):
        write_files(tmp_path / folder / "mlruns", number + 1)
    facts = Workspace(tmp_path, Access(True, False, {})).read({Runs}).facts
    assert len(facts[Runs].all) == 3
    assert [each.reason for each in facts.unknown(Runs)] == [
        "not all runs are known: of 3 places with mlruns below the board's folder the nearest 2 are read"
    ]


def test_of_a_copy_only_the_end_of_a_run_and_later_runs_count(tmp_path: Path) -> None:
    _board(tmp_path)
    write_files(tmp_path / "mlruns", 3)
    write_files(tmp_path / "backup" / "mlruns", 4)
    shutil.rmtree(tmp_path / "mlruns" / "1" / f"{0:031x}a")
    shutil.rmtree(tmp_path / "mlruns" / "1" / f"{2:031x}a")
    for folder, value in ((tmp_path, "0.75"), (tmp_path / "backup", "0.30")):
        for metric in folder.glob("mlruns/1/*/metrics/val_f1"):
            metric.write_text(f"1763000000000 {value} 0\n")
    going_on = tmp_path / "mlruns" / "1" / f"{1:031x}a" / "meta.yaml"
    going_on.write_text(going_on.read_text().replace("end_time: 1763000060000\n", "").replace("status: 3", "status: 1"))
    runs = _read(tmp_path).all.values()
    assert {run.name: run.metrics["val_f1"] for run in runs} == {"run 1": 0.30, "run 2": 0.30, "run 3": 0.30}
    (tmp_path / "mlruns").rename(tmp_path / "old")
    (tmp_path / "backup" / "mlruns").rename(tmp_path / "mlruns")
    (tmp_path / "old").rename(tmp_path / "backup" / "mlruns")
    write_files(tmp_path / "late", 5)
    shutil.copytree(tmp_path / "late" / "1" / f"{4:031x}a", tmp_path / "backup" / "mlruns" / "1" / f"{4:031x}a")
    shutil.rmtree(tmp_path / "late")
    runs = _read(tmp_path).all.values()
    assert {run.name for run in runs} == {"run 0", "run 1", "run 2", "run 3"}, "it was copied while a run went on"


def test_a_model_is_registered_where_the_nearest_store_says_so(tmp_path: Path) -> None:
    _board(tmp_path)
    for folder, versions in (("mlruns", 1), ("notebooks/mlruns", 2)):
        write_files(tmp_path / folder)
        for version in range(1, versions + 1):
            model = tmp_path / folder / "models" / "fraud"
            (model / f"version-{version}").mkdir(parents=True)
            (model / "meta.yaml").write_text("name: fraud\n")
            (model / f"version-{version}" / "meta.yaml").write_text(f"name: fraud\nversion: {version}\n")
        (model / "aliases").mkdir()
        (model / "aliases" / "champion").write_text(str(versions))
    (tmp_path / "notebooks" / "mlruns" / "models" / "fraud").rename(tmp_path / "notebooks" / "mlruns" / "models" / "churn")
    registry = Workspace(tmp_path, Access(True, False, {})).read({Registry}).facts[Registry]
    assert {(each.model, each.version) for each in registry.all} == {("fraud", 1), ("churn", 1), ("churn", 2)}
    (tmp_path / "notebooks" / "mlruns" / "models" / "churn").rename(tmp_path / "notebooks" / "mlruns" / "models" / "fraud")
    registry = Workspace(tmp_path, Access(True, False, {})).read({Registry}).facts[Registry]
    assert {(each.model, each.version) for each in registry.all} == {("fraud", 1)}


def test_the_stores_beside_the_board_are_asked_also_where_no_folder_is_listed_anew(tmp_path: Path) -> None:
    _board(tmp_path)
    workspace = Workspace(tmp_path, Access(True, False, {}))
    project = workspace.read({Runs})
    write_files(tmp_path / "mlruns")
    workspace.sources.wake(["mlruns/1/meta.yaml"])
    assert len(workspace.ask(project, {Runs}).facts[Runs].all) == 3


@pytest.mark.parametrize("name", ["d?x", "d#x", "d%20x"])
def test_a_folder_may_have_any_name(tmp_path: Path, name: str) -> None:
    _board(tmp_path)
    write_files(tmp_path / name / "mlruns")
    assert len(_read(tmp_path).all) == 3


def test_a_database_of_that_name_that_is_none_of_mlflow_has_no_runs(tmp_path: Path) -> None:
    _board(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "mlflow.db").touch()
    facts = Workspace(tmp_path, Access(True, False, {})).read({Runs}).facts
    assert not facts.unknown(Runs)


def test_a_link_beside_the_board_is_followed_inside_the_workspace(tmp_path: Path) -> None:
    _board(tmp_path)
    write_files(tmp_path / "data" / "runs")
    (tmp_path / "mlruns").symlink_to(tmp_path / "data" / "runs", target_is_directory=True)
    assert len(_read(tmp_path).all) == 3
