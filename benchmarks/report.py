"""How fast each report on ten thousand items and five years is made and written as a page, and how large the pages are.

npm run bench -- report [--items 10000]

What the files say and what git tells of them is known; nothing of it was counted before. The file of a sprint lists 200 items.
"""

import argparse
import gc
import statistics
import sys
import time
from datetime import timedelta

from dualtrack.features.report_html import report_html
from dualtrack.features.report_markdown import report_markdown
from dualtrack.features.reports import report_names, report_of
from dualtrack.features.reports.report import Asked
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from support.report import Report
from support.years import TODAY, files_of_years

_ROUNDS = 3
_IN_SPRINT = 100


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- report")
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
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
            made = report_of(kind)(project, Asked())
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
    return report.close()


if __name__ == "__main__":
    sys.exit(main())
