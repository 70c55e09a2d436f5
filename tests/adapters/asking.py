"""MLflow's stores and servers, asked as the workspace asks its sources."""

from pathlib import Path
from typing import Any

from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.mlflow_files import MlflowFiles
from dualtrack.adapters.sources.mlflow_server import MlflowServer
from dualtrack.adapters.sources.mlflow_store import MlflowStore
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.workspace.sources import Asking


def asking_of(root: Path, uri: str, environment: dict[str, str] | None = None, **named: Any) -> Asking:
    kinds: dict[str, Any] = {"http": MlflowServer, "sqlite": MlflowStore, "file": MlflowFiles}
    tracker = NamedTracker("mlflow", uri, "", True)
    place = WorkspaceFolder(root, Listing(root), Access(True, True, environment or {}))
    asking = Asking("mlflow", kinds[tracker.scheme](place, "mlflow"), None)
    asking.needs = tracker
    return asking


def why(asking: Asking) -> str:
    told = asking.ask()
    assert told.unknown and told.unknown.as_of == told.as_of
    return told.unknown.reason


def write_files(root: Path, runs: int = 3) -> None:
    (root / "1").mkdir(parents=True)
    (root / "1" / "meta.yaml").write_text("experiment_id: '1'\nlifecycle_stage: active\nname: churn\n")
    for number in range(runs):
        run = root / "1" / f"{number:031x}a"
        files = {
            "meta.yaml": f"end_time: 1763000060000\nexperiment_id: '1'\nlifecycle_stage: active\nrun_id: {run.name}\n"
            f"run_name: run {number}\nstart_time: {1763000000000 + number}\nstatus: 3\n",
            "metrics/val_f1": "1763000000000 0.5 0\n1763000000001 0.7 1\n",
            "params/lr": "0.1",
            "tags/team": "churn",
            "inputs/a/meta.yaml": "source_id: d\nsource_type: DATASET\ntags: {mlflow.data.context: training}\n",
        }
        for name, text in files.items():
            (run / name).parent.mkdir(parents=True, exist_ok=True)
            (run / name).write_text(text)
    data = root / "1" / "datasets" / "d"
    data.mkdir(parents=True)
    (data / "meta.yaml").write_text("digest: d1\nname: train\n")
