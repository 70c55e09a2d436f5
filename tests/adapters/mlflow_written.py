"""Stores that a real MLflow writes, and its server."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.mlflow_files import MlflowFiles
from dualtrack.adapters.sources.mlflow_server import MlflowServer
from dualtrack.adapters.sources.mlflow_store import MlflowStore
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.model.run import Run
from dualtrack.workspace.sources import Asking

WRITTEN_BY = """
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


def environment() -> dict[str, str]:
    quiet = {"MLFLOW_DISABLE_TELEMETRY": "true", "DO_NOT_TRACK": "true", "PYTHONWARNINGS": "ignore"}
    return {**os.environ, **quiet, "MLFLOW_ALLOW_FILE_STORE": "true"}


def write(folder: Path, python: str) -> None:
    command = [python, "-c", WRITTEN_BY, f"sqlite:///{folder}/mlflow.db", f"file:{folder}/mlruns"]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=True)
    (folder / "ids.json").write_text(done.stdout.splitlines()[-1])


ON_STORE = ("--backend-store-uri", "sqlite:///{folder}/mlflow.db", "--port", "{port}")


@contextmanager
def serving(folder: Path, command: list[str]) -> Iterator[str]:
    """The address of a server that a command starts, with a folder and a port in its arguments."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [each.replace("{folder}", str(folder)).replace("{port}", str(port)) for each in command]
    # Each of the processes that run jobs would take as long to start as the server.
    alone = {"MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false", "_MLFLOW_SERVER_FILE_STORE": f"sqlite:///{folder}/mlflow.db"}
    env = {**environment(), **alone}
    process = subprocess.Popen(
        command, cwd=folder, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=1).read()
            break
        except OSError:
            time.sleep(0.2)
    yield address
    os.killpg(process.pid, 15)
    process.wait()


def place(folder: Path, access: Access | None = None) -> WorkspaceFolder:
    return WorkspaceFolder(folder, Listing(folder), access or Access(True, True, {}))


def read_store(folder: Path, uri: str = "sqlite:///mlflow.db", stated: bool = True) -> list[Run]:
    kind = MlflowFiles if uri.startswith("file:") else MlflowStore
    runs = kind(place(folder), "mlflow").read(NamedTracker("mlflow", uri, "", stated), None)
    return list(runs.all.values())


def asking_of(folder: Path, uri: str) -> Asking:
    tracker = NamedTracker("mlflow", uri, "", True)
    kind = MlflowServer if tracker.scheme == "http" else MlflowStore
    asking = Asking("mlflow", kind(place(folder), "mlflow"), None)
    asking.needs = tracker
    return asking


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
