"""What the trackers' own packages write: scripts that train nothing, and where the tests find what they wrote.

`python tests/adapters/run_stores.py` writes anew what lies in `tests/adapters/written`, a few kilobytes of each.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dualtrack
import pytest

SERVER = Path(dualtrack.__file__).parents[1]
KEPT = Path(__file__).with_name("written")
PACKAGES = ("wandb==0.31.0", "tensorboardX==2.6.5", "trackio==0.43.0", "comet-ml==3.58.8")
FEAST_PACKAGES = ("feast==0.67.0",)
GREAT_EXPECTATIONS_PACKAGES = ("great_expectations==1.24.0",)
DVC_PACKAGES = ("dvclive==3.49.1",)
COMMIT_AUTHOR = ("-c", "user.name=ana", "-c", "user.email=ana@example.org")

SCRIPT = """
import comet_ml, dualtrack, trackio, wandb
from tensorboardX import SummaryWriter
values, params = (0.5, 0.75, 0.72), {"lr": 0.1, "opt": {"name": "adam"}, "seed": 3}

run = wandb.init(mode="offline", project="churn", group="nightly", name="owl", tags=["base"], config=params)
dualtrack.tag("EXP-23")
for value in values:
    run.log({"val/f1": value, "loss": float("nan"), "note": "text"})
run.summary["p95"] = {"ms": 41}
run.finish()
run = wandb.init(mode="offline", project="churn", name="cat")
run.define_metric("val/f1", summary="max")
run.log({"val/f1": 0.9})
run.log({"val/f1": 0.3})
run.finish(exit_code=1)

writer = SummaryWriter("runs/owl")
dualtrack.tag("EXP-23", writer)
for step, value in enumerate(values):
    writer.add_scalar("val/f1", value, step, walltime=1763000000 + step)
writer.add_hparams({"lr": 0.1, "opt": "adam", "bn": True}, {"hparam/f1": 0.72})
writer.close()

trackio.init(project="churn", name="owl", config=params, group="nightly")
dualtrack.tag("EXP-23")
for value in values:
    trackio.log({"val/f1": value, "loss": float("nan")})
trackio.finish()

experiment = comet_ml.OfflineExperiment(
    project_name="churn", log_code=False, log_env_details=False, auto_output_logging=False
)
experiment.set_name("owl")
experiment.log_parameters(params)
dualtrack.tag("EXP-23")
for step, value in enumerate(values):
    experiment.log_metric("val/f1", value, step=step)
experiment.end()
"""

DVC_SCRIPT = """
import dualtrack, sys
from dvclive import Live
for name, last in (("owl", 0.72), ("cat", 0.3)):
    with Live(save_dvc_exp=True, exp_name=name) as live:
        dualtrack.tag("EXP-23", live)
        live.log_params({"lr": last, "opt": {"name": "adam"}})
        for value in (0.5, 0.75, last):
            live.log_metric("val/f1", value)
            live.next_step()
with Live("going/dvclive", save_dvc_exp=False, dvcyaml=None) as live:
    live.log_metric("val/f1", 0.6)
"""


def write(folder: Path, script: str, python: Path, *before: list[str]) -> None:
    """Run a script in a new repository with one commit."""
    quiet = {"WANDB_SILENT": "true", "TRACKIO_DIR": str(folder / "trackio"), "HF_HUB_OFFLINE": "1", "DVC_NO_ANALYTICS": "true"}
    path = os.pathsep.join((str(python.parent), os.environ.get("PATH", "")))
    env = {**os.environ, "PYTHONPATH": str(SERVER), "COMET_LOGGING_CONSOLE": "ERROR", "PATH": path, **quiet}
    (folder / "train.py").write_text(script)
    commit = [
        ["git", "init", "-q", "-b", "main"],
        ["git", "add", "train.py"],
        ["git", *COMMIT_AUTHOR, "commit", "-q", "-m", "Train"],
    ]
    for command in (*commit, *before, [str(python), "train.py"]):
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr


def environment(folder: Path, packages: tuple[str, ...]) -> Path | None:
    """The Python of a new environment with packages; None where they cannot be installed."""
    uv = ["uv"] if os.name == "nt" else [str(Path(sys.executable).with_name("uv"))]
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    made = subprocess.run([*uv, "venv", "-q", folder], check=False)
    if made.returncode or subprocess.run([*uv, "pip", "install", "-q", "--python", python, *packages], check=False).returncode:
        return None
    return python


@contextmanager
def python_with(packages: tuple[str, ...]) -> Iterator[Path]:
    """The Python of a new environment for a while; the test is skipped where the packages cannot be installed."""
    with tempfile.TemporaryDirectory() as temporary:
        python = environment(Path(temporary) / "env", packages)
        if not python:
            pytest.skip(f"{', '.join(packages)} cannot be installed")
        yield python


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        python = environment(Path(temporary) / "env", PACKAGES)
        assert python
        made = Path(temporary) / "churn"
        made.mkdir()
        write(made, SCRIPT, python)
        shutil.rmtree(KEPT, ignore_errors=True)
        for path in made.rglob("*"):
            if path.is_file() and (path.suffix in (".wandb", ".zip") or "tfevents" in path.name):
                kept = KEPT / path.relative_to(made)
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, kept)
