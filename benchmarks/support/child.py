"""How long the event loop waits while `mlflow` is started in a child process and tells of a store."""

import asyncio
import gc
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

RUNS = 500
_MAKE = """
import sys
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
experiment = client.create_experiment("churn")
for number in range(int(sys.argv[2])):
    client.create_run(experiment, run_name=f"run {number}", tags={"dualtrack.item": f"EXP-{number}"})
"""


def environment() -> dict[str, str]:
    """That of a user whose Python has mlflow."""
    return {**os.environ, "VIRTUAL_ENV": sys.prefix, "MLFLOW_DISABLE_TELEMETRY": "true", "PYTHONWARNINGS": "ignore"}


def make_store(folder: Path) -> None:
    """A store with runs, beside the board, so that only mlflow reads it."""
    store = folder.parent / "store.db"
    subprocess.run([sys.executable, "-c", _MAKE, f"sqlite:///{store}", str(RUNS)], env=environment(), check=True)


def child(folder: Path) -> dict[str, Any]:
    """The longest wait while the child runs, of a process that holds the board as the server does."""
    from dualtrack.adapters.access import Access
    from dualtrack.adapters.listing import Listing
    from dualtrack.adapters.source import WorkspaceFolder
    from dualtrack.adapters.sources.mlflow_client import MlflowClientRuns
    from dualtrack.workspace.repository import read_repository
    from dualtrack.workspace.state import State

    state = State().later(read_repository(str(folder), None, False).project)
    gc.freeze()
    sys.setswitchinterval(0.001)  # as the server does
    source = MlflowClientRuns(WorkspaceFolder(folder, Listing(folder), Access(True, True, environment())), "")
    stalls: list[float] = []

    async def read() -> int:
        reading = asyncio.create_task(asyncio.to_thread(source.read, f"sqlite:///{folder.parent}/store.db", None))
        while not reading.done():
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append(time.perf_counter() - start - 0.001)
        return len((await reading).all)

    start = time.perf_counter()
    runs = asyncio.run(read())
    return {"stall": max(stalls), "seconds": time.perf_counter() - start, "runs": runs, "items": len(state.project.items)}
