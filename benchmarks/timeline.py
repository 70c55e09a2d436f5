"""How fast the past of items is read: cold beside `git log` over the same files, warm, and after one new commit.

npm run bench -- timeline [--items 1000] [--versions 6] [--commits 20000]
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from support.item_history import write_item_history
from support.report import Report

PROCESS = Path(__file__).with_name("support") / "pasts.py"
_ROUNDS = 5
_FORMAT = "--format=%H%x00%ct%x00%at%x00%an%x00%B"
_LOG = ("git", "log", "--full-history", "--raw", "--no-abbrev", "--no-renames", _FORMAT, "--", "tracks")


def _floor(folder: Path) -> float:
    start = time.perf_counter()
    subprocess.run(_LOG, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def _measured(name: str, folder: Path, items: int) -> list[float]:
    command = [sys.executable, str(PROCESS), name, str(folder)]
    said = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    assert said["items"] == items
    return said["times"]


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- timeline")
    parser.add_argument("--items", type=int, default=1000, metavar="N")
    parser.add_argument("--versions", type=int, default=6, metavar="N", help="of each item")
    parser.add_argument("--commits", type=int, default=20_000, metavar="N", help="in all")
    options = parser.parse_args()
    report = Report("timeline")
    with tempfile.TemporaryDirectory() as temporary:
        os.environ["DUALTRACK_CACHE"] = f"{temporary}/cache"
        folder = Path(temporary) / "repository"
        write_item_history(folder, options.items, options.versions, options.commits)
        floors: list[float] = []
        cold: list[float] = []
        warm: list[float] = []
        for round in range(_ROUNDS + 1):
            for file in Path(os.environ["DUALTRACK_CACHE"]).glob("*"):
                file.unlink()
            floor = _floor(folder)
            first, again = (_measured("read", folder, options.items) for _ in range(2))
            if round:
                floors.append(floor)
                cold += first
                warm += again
        new = statistics.median(_measured("new", folder, options.items)) * 1000
    what = f"{options.items} items of {options.versions} versions in {options.commits} commits"
    report.row(f"git log --raw, {what}", statistics.median(floors), "s")
    report.row("dualtrack: cold, every version read and digested", statistics.median(cold), "s")
    report.row("dualtrack: warm", statistics.median(warm), "s")
    report.row("one new commit, p50", new, "ms")
    report.promise("warm / cold", statistics.median(warm) / statistics.median(cold), at_most=0.25)
    report.promise("new commit ms", new, at_most=100)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
