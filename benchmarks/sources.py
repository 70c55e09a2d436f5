"""How fast runs are read that wandb and TensorBoard wrote, beside their packages' own readers.

    npm run bench -- sources [--runs 1000]

Runs with 10 params and 100 steps of 10 metrics each: one that the package wrote, and copies of it under other ids. What is
measured of both is from the files to final values and params, at the second reading of a process of its own, by turns.
wandb 0.19.11 is the last that reads its files in Python; later ones write the same format.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from index import measured
from support.report import Report

_ROUNDS = 3
_PACKAGES = ("wandb==0.19.11", "tensorboard==2.21.0", "tensorboardX==2.6.5")
_WRITE = """
import wandb
from tensorboardX import SummaryWriter
run = wandb.init(mode="offline", project="churn", id="00000000", config={f"param_{n}": n / 7 for n in range(10)})
writer = SummaryWriter("events")
for step in range(100):
    run.log({f"metric_{n}": step / (n + 3) for n in range(10)})
    for n in range(10):
        writer.add_scalar(f"metric_{n}", step / (n + 3), step, walltime=1763000000 + step)
run.finish()
writer.close()
"""
_READ_WANDB = """
import json, sys, time
from pathlib import Path
from wandb.proto.wandb_internal_pb2 import Record
from wandb.sdk.internal.datastore import DataStore
def read(path):
    store, config, summary = DataStore(), {}, {}
    store.open_for_scan(str(path))
    while data := store.scan_data():
        record = Record()
        record.ParseFromString(data)
        for kind, values in (("run", record.run.config), ("summary", record.summary)):
            if record.WhichOneof("record_type") == kind:
                found = config if kind == "run" else summary
                found.update({each.key or ".".join(each.nested_key): json.loads(each.value_json) for each in values.update})
    return config, summary
"""
_READ_TENSORBOARD = """
import json, sys, time
from pathlib import Path
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
def read(path):
    events = EventAccumulator(str(path), size_guidance={"scalars": 0}).Reload()
    return {tag: events.Scalars(tag)[-1].value for tag in events.Tags()["scalars"]}
"""
_TIME = """
for _ in range(2):
    start = time.perf_counter()
    found = [read(path) for path in Path(sys.argv[1]).rglob("*") if path.is_file()]
    seconds = time.perf_counter() - start
print(json.dumps({"runs": len(found), "seconds": seconds}))
"""


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- sources")
    parser.add_argument("--runs", type=int, default=1_000, metavar="N", help="runs of each tracker (default: 1000)")
    runs: int = parser.parse_args().runs
    report = Report("sources")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        python = _environment(folder / "env")
        _run(python, _WRITE, folder)
        _copy_wandb(next(folder.glob("wandb/*/*.wandb")), folder / "wandb-runs", runs)
        _copy_events(next(folder.glob("events/*")), folder / "tensorboard-runs", runs)
        for name, reader, least in (("wandb", _READ_WANDB, 1), ("tensorboard", _READ_TENSORBOARD, 3)):
            theirs: list[float] = []
            ours: list[float] = []
            own: dict[str, float] = {}
            for _ in range(_ROUNDS):
                package = json.loads(_run(python, reader + _TIME, folder / f"{name}-runs"))
                own = measured(f"runs_of_{name}", folder / f"{name}-runs")[1]
                assert package["runs"] == own["runs"] == runs
                theirs.append(package["seconds"])
                ours.append(own["seconds"])
            size = sum(path.stat().st_size for path in (folder / f"{name}-runs").rglob("*") if path.is_file())
            package, seconds = statistics.median(theirs), statistics.median(ours)
            report.row(f"{name}: files", size / 1e6, "MB")
            report.row(f"{name}: its own reader", package * 1000, "ms")
            report.row(f"{name}: dualtrack", seconds * 1000, "ms")
            report.row(f"{name}: dualtrack, asked again where nothing has changed", own["again"] * 1000, "ms")
            report.row(f"{name}: dualtrack, memory for each run", own["kilobytes"] / runs, "KB")
            report.promise(f"its own reader / dualtrack, {name}", package / seconds, at_least=least)
    return report.close()


def _environment(folder: Path) -> Path:
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "venv", "-q", folder], check=True)
    python = folder / "bin" / "python"
    subprocess.run([uv, "pip", "install", "-q", "--python", python, *_PACKAGES], check=True)
    return python


def _run(python: Path, code: str, folder: Path) -> str:
    env = {**os.environ, "WANDB_SILENT": "true"}
    done = subprocess.run([python, "-c", code, folder], cwd=folder, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()[-1] if done.stdout else ""


def _copy_wandb(run: Path, to: Path, count: int) -> None:
    """Copies under other ids, with checksums that fit."""
    content = run.read_bytes()
    for number in range(count):
        copy = bytearray(content[:7])
        for kind, body in _chunks(content):
            body = body.replace(b"00000000", f"{number:08d}".encode())
            if len(copy) % 32768 > 32761:
                copy += bytes(-len(copy) % 32768)
            copy += zlib.crc32(kind + body).to_bytes(4, "little") + len(body).to_bytes(2, "little") + kind + body
        file = to / f"offline-run-{number}" / f"run-{number:08d}.wandb"
        file.parent.mkdir(parents=True)
        file.write_bytes(copy)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 7
    while at + 7 <= len(content):
        if 32768 - at % 32768 < 7:
            at += -at % 32768
            continue
        size = int.from_bytes(content[at + 4 : at + 6], "little")
        yield content[at + 6 : at + 7], content[at + 7 : at + 7 + size]
        at += 7 + size


def _copy_events(file: Path, to: Path, count: int) -> None:
    for number in range(count):
        (to / f"run-{number}").mkdir(parents=True)
        shutil.copyfile(file, to / f"run-{number}" / file.name)


if __name__ == "__main__":
    sys.exit(main())
