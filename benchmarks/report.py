"""How fast each report on ten thousand items and five years is made and written as a page, and how large the pages are.

npm run bench -- report [--items 10000] [--stored 1000]

What the files say and what git tells of them is known; nothing of it was counted before. The file of a sprint lists 200 items.
Then the whole command from the disk, in a process of its own: the first time, when nothing is cached, and later. The floor
starts Python, lets git list what each commit changed, and reads every file. To write ten thousand items takes minutes.
"""

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from dualtrack.features.report_html import report_html
from dualtrack.features.report_markdown import report_markdown
from dualtrack.features.reports import report_names, report_of
from dualtrack.features.reports.report import ReportOptions
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from support.item_history import write_item_history
from support.report import Report
from support.years import TODAY, files_of_years

_ROUNDS = 3
_IN_SPRINT = 100
_VERSIONS = 3
_YEARS = 5 * 365 * 86_400
_FLOOR = """
import pathlib, subprocess, sys
subprocess.run(["git", "log", "--raw", "--no-abbrev", "--no-renames", "--", "tracks"], stdout=subprocess.DEVNULL, check=True)
sum(len(path.read_bytes()) for path in pathlib.Path("tracks").rglob("*.md"))
"""


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- report")
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
    parser.add_argument("--stored", type=int, default=1000, metavar="N", help="items on the disk")
    options = parser.parse_args()
    files, facts = files_of_years(options.items)
    ids = [file.path.rpartition("/")[2].removesuffix(".md") for file in files[1:]]
    tasks, trials = ([id for id in ids if id.startswith(prefix)][-_IN_SPRINT:] for prefix in ("TASK", "EXP"))
    dates = f"start: {TODAY - timedelta(days=7)}\nend: {TODAY + timedelta(days=7)}\n"
    lists = f"product_tasks: [{', '.join(tasks)}]\nexperiments: [{', '.join(trials)}]\n"
    files.append(parse("tracks/sprints/sprint-5.yaml", f"id: sprint-5\n{dates}{lists}"))
    needs = f"due: {TODAY + timedelta(days=30)}\nstage: experiment\ndepends_on: [{', '.join((*tasks, *trials))}]\n"
    files.append(parse("tracks/models/churn-2.0.md", f"---\nid: churn@2.0\n{needs}---\n"))
    gc.disable()  # as the command does
    report, slowest, largest = Report("report"), 0.0, 0
    for kind in report_names():
        times: list[float] = []
        for _ in range(_ROUNDS):
            project = Project().with_facts(facts).with_files(files)
            start = time.perf_counter()
            made = report_of(kind)(project, ReportOptions())
            page = report_html(made)
            times.append(time.perf_counter() - start)
        size = len(page.encode())
        report.row(
            f"{kind}, {size / 1000:.0f} kB as HTML, {len(report_markdown(made)) / 1000:.0f} kB as Markdown",
            statistics.median(times),
            "s",
        )
        slowest, largest = max(slowest, statistics.median(times)), max(largest, size)
    report.promise("slowest of all kinds, cold, seconds", slowest, at_most=1.5)
    report.promise("largest page kB", largest / 1000, at_most=300)
    _from_disk(report, options.stored)
    return report.close()


def _from_disk(report: Report, items: int) -> None:
    """What the command takes, from the disk, in a process of its own."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, commits = Path(temporary) / "repository", items * _VERSIONS
        last = write_item_history(folder, items, _VERSIONS, commits, _YEARS // commits)
        slowest, ratios = 0.0, (0.0, 0.0)
        for kind in report_names():
            command = ["-c", "from dualtrack.cli.main import run; run()", "report", kind, "--today", str(last)]
            first, floor, *later = (
                _seconds(folder, f"{temporary}/{kind}", *each) for each in (command, ["-c", _FLOOR], *[command] * _ROUNDS)
            )
            report.row(f"{kind} from the disk, first", first, "s")
            report.row(f"{kind} from the disk, later; the floor takes {floor:.2f} s", statistics.median(later), "s")
            if statistics.median(later) > slowest:
                slowest, ratios = statistics.median(later), (first / floor, statistics.median(later) / floor)
        report.promise(f"slowest command from the disk, {items} items, later, seconds", slowest, at_most=1.5)
        report.promise("the same, first / floor", ratios[0], at_most=8)
        report.promise("the same, later / floor", ratios[1], at_most=2)


def _seconds(folder: Path, cache: str, *arguments: str) -> float:
    start = time.perf_counter()
    env = {**os.environ, "DUALTRACK_CACHE": cache}
    subprocess.run([sys.executable, *arguments], cwd=folder, env=env, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
