"""How fast runs are read from trackers, beside MLflow's own client.

    npm run bench -- trackers [--runs 5000]

Runs with 10 metrics and 10 params each in 10 experiments, in a store whose tables MLflow made and in `mlruns/`, from a warm
page cache, by turns. What is measured of Dualtrack is from the store to the fact. MLflow's tracking server has fewer runs.
"""

import argparse
import json
import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

from index import measured
from support.report import Report
from support.tracking_server import tracking_server

_ROUNDS = 5
_SERVED, _SERVED_ROUNDS = 1_000, 5
_CLIENT = """
import json, sys, time
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
groups = [each.experiment_id for each in client.search_experiments()]
def read():
    start, count, token = time.perf_counter(), 0, None
    while True:
        page = client.search_runs(groups, max_results=5000, page_token=token)
        count, token = count + len(page), page.token
        if not token:
            return count, time.perf_counter() - start
read()
count, seconds = read()
print(json.dumps({"runs": count, "seconds": seconds}))
"""
_EXPERIMENTS = 10
_MAKE = f"""
import sys
from mlflow.tracking import MlflowClient
client = MlflowClient(sys.argv[1])
for number in range({_EXPERIMENTS}):
    client.create_experiment(f"churn {{number}}")
"""


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- trackers")
    parser.add_argument("--runs", type=int, default=5_000, metavar="N", help="runs of each store (default: 5000)")
    runs: int = parser.parse_args().runs
    report = Report("trackers")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        _mlflow(_MAKE, f"sqlite:///{folder}/mlflow.db")
        _write_store(folder / "mlflow.db", runs)
        _write_files(folder / "mlruns", runs)
        stores = (("store", "rows", f"sqlite:///{folder}/mlflow.db", 40), ("files", "contents", f"file:{folder}/mlruns", 10))
        for name, read, uri, least in stores:
            theirs: list[float] = []
            ours: list[float] = []
            floors: list[float] = []
            kilobytes = again = 0.0
            for _ in range(_ROUNDS):
                client = json.loads(_mlflow(_CLIENT, uri))
                own = measured(f"runs_of_{name}", folder)[1]
                assert client["runs"] == own["runs"] == runs
                theirs.append(client["seconds"])
                ours.append(own["seconds"])
                floors.append(measured(f"{read}_of_{name}", folder)[1]["seconds"])
                kilobytes, again = own["kilobytes"], own["again"]
            client, own, floor = (statistics.median(each) for each in (theirs, ours, floors))
            report.row(f"{name}: MlflowClient.search_runs", client * 1000, "ms")
            report.row(f"{name}: {read} read and thrown away", floor * 1000, "ms")
            report.row(f"{name}: client / {read} read and thrown away", client / floor, "times")
            report.row(f"{name}: dualtrack", own * 1000, "ms")
            report.row(f"{name}: dualtrack, asked again where nothing has changed", again * 1000, "ms")
            report.row(f"{name}: dualtrack, memory for each run", kilobytes / runs, "KB")
            report.promise(f"client / dualtrack, {name}", client / own, at_least=least)
            report.promise(f"{name}: memory for each run, KB", kilobytes / runs, at_most=6)
    with tempfile.TemporaryDirectory() as temporary:
        _measure_server(report, Path(temporary))
    return report.close()


def _measure_server(report: Report, folder: Path) -> None:
    _mlflow(_MAKE, f"sqlite:///{folder}/mlflow.db")
    _write_store(folder / "mlflow.db", _SERVED)
    theirs: list[float] = []
    ours: list[dict[str, Any]] = []
    with tracking_server(folder) as address:
        for _ in range(_SERVED_ROUNDS):
            client = json.loads(_mlflow(_CLIENT, address))
            own = measured("runs_of_server", folder)[1]
            assert client["runs"] == own["runs"] == _SERVED
            theirs.append(client["seconds"])
            ours.append(own)
    # The server takes most of the time, and what else goes on in the machine adds to it: the least is nearest to the truth.
    client, own, again = min(theirs), min(each["seconds"] for each in ours), min(each["again"] for each in ours)
    report.row(f"http, {_SERVED} runs: MlflowClient.search_runs", client * 1000, "ms")
    floor = min(each["floor"] for each in ours)
    report.row(f"http, {_SERVED} runs: the server alone, in one page", floor * 1000, "ms")
    report.row("http: client / the server alone", client / floor, "times")
    report.row(f"http, {_SERVED} runs: dualtrack", own * 1000, "ms")
    report.row("http: dualtrack, asked again where nothing has changed", again * 1000, "ms")
    report.row("http: what is answered then", ours[0]["kilobytes"], "KB")
    report.promise("client / dualtrack, http", client / own, at_least=1.5)
    report.promise("http: requests where nothing has changed", max(each["requests"] for each in ours), at_most=2)


def _mlflow(code: str, uri: str) -> str:
    env = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true", "MLFLOW_ALLOW_FILE_STORE": "true", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-c", code, uri]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout.splitlines()[-1] if done.stdout else ""


def _runs(count: int) -> list[tuple[str, dict[str, str], dict[str, float], dict[str, str]]]:
    """Ids, params, metrics and tags."""
    chance = random.Random(1)
    return [
        (
            uuid.UUID(int=chance.getrandbits(128)).hex,
            {f"param_{name}": str(round(chance.random(), 2)) for name in range(10)},
            {f"metric_{name}": chance.random() for name in range(10)},
            {
                "mlflow.user": "ana",
                "mlflow.source.name": "src/train.py",
                "mlflow.source.type": "LOCAL",
                "mlflow.source.git.commit": f"{chance.getrandbits(160):040x}",
                "mlflow.source.git.branch": "main",
                "mlflow.runName": f"run-{number}",
            },
        )
        for number in range(count)
    ]


def _write_store(path: Path, count: int) -> None:
    with closing(sqlite3.connect(path)) as store:
        columns = (
            "run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, artifact_uri, experiment_id"
        )
        for number, (id, params, metrics, tags) in enumerate(_runs(count)):
            at = 1_763_000_000_000 + number * 1000
            row = (
                id,
                f"run-{number}",
                "UNKNOWN",
                "ana",
                "FINISHED",
                at,
                at + 60_000,
                "active",
                "mlflow-artifacts:/x",
                1 + number % _EXPERIMENTS,
            )
            store.execute(f"INSERT INTO runs({columns}) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            store.executemany("INSERT INTO params VALUES(?, ?, ?)", [(*each, id) for each in params.items()])
            store.executemany("INSERT INTO tags VALUES(?, ?, ?)", [(*each, id) for each in tags.items()])
            latest = [(*each, at, 0, False, id) for each in metrics.items()]
            store.executemany("INSERT INTO latest_metrics VALUES(?, ?, ?, ?, ?, ?)", latest)
        store.commit()


def _write_files(root: Path, count: int) -> None:
    groups = [root / str(1 + number) for number in range(_EXPERIMENTS)]
    for group in groups:
        group.mkdir(parents=True)
        (group / "meta.yaml").write_text(
            f"artifact_location: mlflow-artifacts:/{group.name}\nexperiment_id: '{group.name}'\nlifecycle_stage: active\n"
            f"name: churn {group.name}\n"
        )
    for number, (id, params, metrics, tags) in enumerate(_runs(count)):
        at, group = 1_763_000_000_000 + number * 1000, groups[number % _EXPERIMENTS]
        (group / id).mkdir()
        (group / id / "meta.yaml").write_text(
            f"artifact_uri: file:///x/{group.name}/{id}/artifacts\nend_time: {at + 60_000}\nentry_point_name: ''\n"
            f"experiment_id: '{group.name}'\n"
            f"lifecycle_stage: active\nrun_id: {id}\nrun_name: run-{number}\nsource_name: ''\nsource_type: 4\n"
            f"source_version: ''\nstart_time: {at}\nstatus: 3\ntags: []\nuser_id: ana\n"
        )
        points = {name: f"{at} {value} 0\n" for name, value in metrics.items()}
        for folder, files in (("params", params), ("metrics", points), ("tags", tags)):
            (group / id / folder).mkdir()
            for name, text in files.items():
                (group / id / folder / name).write_text(text)


if __name__ == "__main__":
    sys.exit(main())
