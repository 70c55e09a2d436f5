"""How fast the items of other branches are read, beside `git ls-tree` of each branch: cold, and after one new commit.

    npm run bench -- branches [--commits 20000] [--branches 500]

Each branch changes one item of 1,000, or adds one. With `--merging` every branch has merged `main` once.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from support.branches import write_branches
from support.report import Report
from support.repositories import git

SUPPORT = Path(__file__).with_name("support")
_ITEMS = 1000
_ROUNDS = 5


def _listed(folder: Path) -> float:
    start = time.perf_counter()
    for ref in git(folder, "for-each-ref", "--format=%(refname)", "refs/heads").split():
        subprocess.run(["git", "ls-tree", "-r", ref, "tracks"], cwd=folder, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- branches")
    parser.add_argument("--commits", type=int, default=20_000, metavar="N")
    parser.add_argument("--branches", type=int, default=500, metavar="N")
    parser.add_argument("--merging", action="store_true", help="let every branch merge main once")
    options = parser.parse_args()
    report = Report("branches")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        write_branches(folder, options.commits, _ITEMS, options.branches, options.merging)
        floor = statistics.median(_listed(folder) for _ in range(_ROUNDS))
        command = [sys.executable, str(SUPPORT / "other_branches.py"), str(folder)]
        found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    assert found["ids"] > options.branches / 4
    cold, held = statistics.median(found["cold"]), found["bytes"] / 2**20
    report.row(f"git ls-tree of each of {options.branches} branches, {options.commits} commits, to nothing", floor, "s")
    report.row("dualtrack: cold", cold, "s")
    for branch, taken in found["times"].items():
        report.row(f"dualtrack: after one new commit on {branch}, p50", statistics.median(taken) * 1000, "ms")
        report.promise(f"new commit on {branch}, ms", max(taken) * 1000, at_most=250)
    report.row("memory that is held", held, "MB")
    report.promise("cold / git ls-tree of each", cold / floor, at_most=1.5)
    report.promise("memory MB", held, at_most=10)
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
