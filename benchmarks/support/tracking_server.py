"""MLflow's own tracking server, and what a process of its own reads of it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_START_SECONDS = 120
_QUIET = {"MLFLOW_DISABLE_TELEMETRY": "true", "PYTHONWARNINGS": "ignore"}


@contextmanager
def tracking_server(folder: Path) -> Iterator[str]:
    """The address of a server on the `mlflow.db` of a folder, which stands in the folder's file `address`, too."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    store = ("--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--port", str(port))
    process = subprocess.Popen(
        [sys.executable, "-m", "mlflow", "server", *store],
        cwd=folder,
        # Without jobs, for which it would start eight more processes.
        env={**os.environ, **_QUIET, "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    (folder / "address").write_text(address)
    try:
        for _ in range(_START_SECONDS * 5):
            try:
                urllib.request.urlopen(f"{address}/health", timeout=1).read()
                break
            except (OSError, urllib.error.URLError):
                time.sleep(0.2)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def runs_of_server(folder: Path) -> dict[str, Any]:
    """How long its runs take, how often and for how much it is asked again where nothing has changed, and how long the server
    takes by itself to send the runs in one page."""
    from dualtrack.adapters.access import Access
    from dualtrack.adapters.http import Http
    from dualtrack.adapters.listing import Listing
    from dualtrack.adapters.source import WorkspaceFolder
    from dualtrack.adapters.sources import mlflow_server
    from dualtrack.adapters.trackers import NamedTracker

    sizes: list[int] = []

    class Counted(Http):
        def post(self, path: str, body: dict[str, Any]) -> Any:
            answer = super().post(path, body)
            sizes.append(self.size)
            return answer

    mlflow_server.Http = Counted  # pyright: ignore[reportPrivateImportUsage]
    place = WorkspaceFolder(folder, Listing(folder), Access(True, True, {}))
    needs = NamedTracker("mlflow", (folder / "address").read_text(), "", True)
    assert mlflow_server.MlflowServer(place, "mlflow").read(needs, None).all  # the client is timed at its second reading, too
    source = mlflow_server.MlflowServer(place, "mlflow")
    start = time.perf_counter()
    runs = source.read(needs, None)
    seconds = time.perf_counter() - start
    polls: list[int] = []
    start = time.perf_counter()
    for _ in range(4):
        sizes.clear()
        assert source.read(needs, runs) is runs
        polls.append(len(sizes))
    again = (time.perf_counter() - start) / 4
    body = json.dumps({"experiment_ids": [str(each) for each in range(1, 11)], "max_results": len(runs.all)}).encode()
    asked = urllib.request.Request(f"{needs.uri}/api/2.0/mlflow/runs/search", body, {"Content-Type": "application/json"})
    start = time.perf_counter()
    urllib.request.urlopen(asked).read()
    return {
        "seconds": seconds,
        "again": again,
        "floor": time.perf_counter() - start,
        "requests": max(polls),
        "kilobytes": sum(sizes) / 1000,
        "runs": len(runs.all),
    }
