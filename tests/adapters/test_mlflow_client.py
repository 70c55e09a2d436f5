"""A store that MLflow itself must read, in the user's own Python."""

import os
import sys
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import NotRead, WorkspaceFolder
from dualtrack.adapters.sources.mlflow_client import MlflowClientRuns
from dualtrack.adapters.sources.mlflow_client_models import MlflowClientModels
from dualtrack.adapters.sources.registered_models import RegisteredModels
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.project.project import Project

from tests.adapters.mlflow_written import place

_RUN = """
["8f3c21aa", "owl", "RUNNING", [1000, null], {"val_f1": 0.7, "x": NaN}, {}, {"dualtrack.item": "exp-9"}, \
["churn", {}], [], [], 2000]
""".strip()
_STORE = "postgresql://tracker/mlflow"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the interpreters are shell scripts")


def _place(root: Path, **environment: str) -> WorkspaceFolder:
    return WorkspaceFolder(root, Listing(root), Access(True, True, environment))


def _with_python(folder: Path, script: str) -> Mapping[str, str]:
    """A Python environment whose interpreter is a shell script."""
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "python").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "bin" / "python").chmod(0o755)
    return {"VIRTUAL_ENV": str(folder)}


def test_only_a_store_that_the_user_names_is_read(tmp_path: Path) -> None:
    bare = Project().with_file("tracks/tasks/TASK-1.md", "")
    stated = bare.with_file("dualtrack.yaml", "trackers: {}\n")

    def needs(project: Project, uri: str) -> Mapping[str, str]:
        return MlflowClientRuns.needs(project, _place(tmp_path, MLFLOW_TRACKING_URI=uri))

    assert needs(bare, _STORE) == {"": _STORE}
    assert needs(bare, "sqlite:////elsewhere/mlflow.db") == {"": "sqlite:////elsewhere/mlflow.db"}
    for uri in ("", "http://tracker", "file:mlruns", "mlruns", "sqlite:///mlflow.db", f"sqlite:///{tmp_path}/mlflow.db"):
        assert needs(bare, uri) == {}, uri
    assert needs(stated, _STORE) == {}


def test_the_runs_are_those_that_the_child_tells(tmp_path: Path) -> None:
    environment = _with_python(tmp_path / "env", f"cat <<'E'\n{_RUN}\nE")
    (run,) = MlflowClientRuns(_place(tmp_path, **environment), "").read(_STORE, None).all.values()
    assert (run.name, run.status, dict(run.metrics)) == ("owl", "running", {"val_f1": 0.7})
    assert (run.item, run.group, run.last_logged) == ("EXP-9", "churn", datetime.fromtimestamp(2, UTC))


@pytest.mark.slow
def test_the_registry_is_that_of_the_store(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    elsewhere, uri = _place(tmp_path, VIRTUAL_ENV=sys.prefix), f"sqlite:///{folder}/mlflow.db"
    models = MlflowClientModels(elsewhere, "").read(uri, None)
    assert models.all and models == RegisteredModels(place(folder), "mlflow").read(
        NamedTracker("mlflow", "sqlite:///mlflow.db", "", True), None
    )


@pytest.mark.parametrize("script", ["echo '[1]'", """echo '["churn", 3, "r", "None", 1, {}, []]'"""])
def test_a_registry_that_is_none_is_not_read(tmp_path: Path, script: str) -> None:
    source = MlflowClientModels(_place(tmp_path, **_with_python(tmp_path / "env", script)), "")
    with pytest.raises(NotRead, match="answers what cannot be read"):
        source.read(_STORE, None)


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("exec sleep 30", "did not answer within 0 seconds"),
        ("sleep 30 & exit 0", "did not answer within 0 seconds"),
        ("sleep 30 & exec cat /dev/zero", "answers what cannot be read"),
        ("echo '[1]'", "answers what cannot be read"),
        ("echo Traceback >&2; echo Refused: no such host >&2; exit 1", "failed: Refused: no such host"),
        (f"echo '{_RUN}'; exit 3", "failed: "),
        ("echo \"ModuleNotFoundError: No module named 'mlflow'\" >&2; exit 1", "mlflow is not installed in "),
    ],
)
def test_a_child_that_fails_costs_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, line: str) -> None:
    monkeypatch.setattr(limits, "SERVER_SECONDS", 0.3 if "not answer" in line else 5.0)
    monkeypatch.setattr(limits, "STORE_VALUE_BYTES", 10_000)
    before = threading.active_count()
    with pytest.raises(NotRead) as refused:
        MlflowClientRuns(_place(tmp_path, **_with_python(tmp_path / "env", script)), "").read(_STORE, None)
    assert line in str(refused.value)
    assert threading.active_count() == before


@pytest.mark.parametrize("inside", ["env", ".venv", "../board/env"])
def test_a_program_of_the_folder_is_not_run_by_a_command_without_trust(tmp_path: Path, inside: str) -> None:
    root = tmp_path / "board"
    root.mkdir()
    _with_python(root / inside, f"touch {tmp_path}/ran")
    environment = {} if inside == ".venv" else {"VIRTUAL_ENV": f"{root}/{inside}"}
    source = MlflowClientRuns(WorkspaceFolder(root, Listing(root), Access(True, False, environment)), "")
    with pytest.raises(NotRead, match="no Python environment is active that may be used"):
        source.read(_STORE, None)
    assert not (tmp_path / "ran").exists()
