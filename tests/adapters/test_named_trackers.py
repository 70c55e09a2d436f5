"""Which trackers are read: those that a board names, else the stores that MLflow made where scripts and notebooks ran."""

from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
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


def test_of_very_many_stores_the_nearest_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STORES", 2)
    _board(tmp_path)
    for number, folder in enumerate(("a/b", "c", "d")):
        write_files(tmp_path / folder / "mlruns", number + 1)
    runs = _read(tmp_path)
    assert len(runs.all) == 3 and not runs.unread
    workspace = Workspace(tmp_path, Access(True, False, {}))
    unknown = workspace.read({Runs}).facts.unknown(Runs)
    assert {each.reason for each in unknown} == {"only the nearest 2 of 3 MLflow stores are read"}
