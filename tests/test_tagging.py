"""`dualtrack.tag` in training scripts, with the real trackers."""

import os
import subprocess
import sys
import zipfile
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


_OTHERS = {
    "wandb==0.31.0": """
import wandb, dualtrack
run = wandb.init(mode="offline", project="churn")
dualtrack.tag("EXP-23")
print(run.config["dualtrack.item"])
run.finish()
""",
    "comet-ml==3.58.8": """
import comet_ml, dualtrack
experiment = comet_ml.OfflineExperiment(offline_directory=".", log_code=False, log_env_details=False)
dualtrack.tag("EXP-23")
experiment.end()
""",
    "dvclive==3.49.1": """
import dualtrack
from dvclive import Live
with Live(save_dvc_exp=False, dvcyaml=None) as live:
    dualtrack.tag("EXP-23", live)
""",
    "trackio==0.43.0": """
import trackio, dualtrack
trackio.init(project="churn")
dualtrack.tag("EXP-23")
trackio.log({"f1": 0.7})
trackio.finish()
""",
}


@pytest.mark.slow
@pytest.mark.parametrize("package", _OTHERS)
def test_each_tracker_keeps_the_tag_in_what_it_writes(tmp_path: Path, package: str) -> None:
    uv = ["uv"] if os.name == "nt" else [str(Path(sys.executable).with_name("uv"))]
    python = tmp_path / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made = subprocess.run([*uv, "venv", "-q", tmp_path / "env"], check=False)
    if made.returncode or subprocess.run([*uv, "pip", "install", "-q", "--python", python, package], check=False).returncode:
        pytest.skip(f"{package} cannot be installed")
    out = tmp_path / "out"
    out.mkdir()
    _run(out, _OTHERS[package], str(python))
    files = [path for path in out.rglob("*") if path.is_file()]
    archives = (zipfile.ZipFile(path) for path in files if path.suffix == ".zip")
    written = [path.read_bytes() for path in files] + [each.read(name) for each in archives for name in each.namelist()]
    assert any(b"dualtrack.item" in content and b"EXP-23" in content for content in written)
