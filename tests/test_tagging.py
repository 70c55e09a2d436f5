"""`dualtrack.tag` in training scripts; what other trackers than MLflow keep of it is in `adapters/test_run_sources.py`."""

import os
import subprocess
import sys
from pathlib import Path

import dualtrack
import pytest

SERVER = Path(dualtrack.__file__).parents[1]


def _run(folder: Path, code: str, python: str = sys.executable, *options: str) -> str:
    env = {**os.environ, "PYTHONPATH": str(SERVER), "WANDB_SILENT": "true", "TRACKIO_DIR": str(folder / "trackio")}
    env |= {"MLFLOW_DISABLE_TELEMETRY": "true", "HF_HUB_OFFLINE": "1", "MLFLOW_TRACKING_URI": f"sqlite:///{folder}/mlflow.db"}
    done = subprocess.run([python, *options, "-c", code], cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return done.stdout


def test_the_package_needs_nothing_and_is_silent_without_a_tracker(tmp_path: Path) -> None:
    code = f"""
import sys
sys.path.insert(0, {str(SERVER)!r})
before = set(sys.modules)
import dualtrack
dualtrack.tag("EXP-23")
print(*sorted(set(sys.modules) - before - {{"collections", "collections.abc", "typing", "types", "functools"}}))
"""
    loaded = _run(tmp_path, code, sys.executable, "-I", "-S").split()
    assert {name.partition(".")[0] for name in loaded if name.partition(".")[0] not in sys.stdlib_module_names} == {"dualtrack"}
    assert [name for name in loaded if name.startswith("dualtrack")] == ["dualtrack", "dualtrack.tagging"]


def test_what_a_tracker_refuses_is_a_warning() -> None:
    class Full:
        def log_param(self, name: str, value: str) -> None:
            raise OSError(f"{name}: no space left")

    with pytest.warns(UserWarning, match="the run of dvclive was not tagged with EXP-23: dualtrack.item: no space left"):
        dualtrack.tag("EXP-23", Full())


@pytest.mark.slow
def test_mlflow_tags_the_run_that_has_begun_and_those_that_begin_later(tmp_path: Path) -> None:
    code = """
import dualtrack
dualtrack.tag("EXP-22")
import mlflow
from mlflow.tracking.context.registry import _run_context_provider_registry
_run_context_provider_registry.register(dualtrack.tagging.MlflowTags)  # as its entry point does
with mlflow.start_run():
    with mlflow.start_run(nested=True) as inner:
        dualtrack.tag("EXP-23")
print(*(run.data.tags["dualtrack.item"] for run in mlflow.search_runs(output_format="list")))
"""
    assert _run(tmp_path, code).split() == ["EXP-23", "EXP-22"]
