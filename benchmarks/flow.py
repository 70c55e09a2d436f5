"""How fast the flow of ten thousand items and five years is counted, and told of another day, beside one look at each version.

npm run bench -- flow [--items 10000]
"""

import argparse
import gc
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dualtrack.facts.pasts import Pasts
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.project.project import Project
from support.report import Report
from support.years import DAYS, TODAY, ZONE, project_of_years

_ROUNDS = 5
_STEPS = 200


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- flow")
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
    options = parser.parse_args()
    project = project_of_years(options.items)
    gc.disable()  # as the command does, and the server while it works
    versions = [version for past in project.facts[Pasts].by_id.values() for version in past.versions]
    zone = ZoneInfo(ZONE)
    floor = _median(lambda: Counter((version.when.astimezone(zone).date(), version.after) for version in versions))
    cold = statistics.median(_seconds(lambda later=later: FlowHistory(later).on()) for later in _later(project))
    history, chance = FlowHistory(project), random.Random(7)
    history.on()
    days = [TODAY - timedelta(days=chance.randrange(DAYS)) for _ in range(_STEPS)]
    whole = date(2021, 11, 1)
    steps = sorted(_seconds(lambda day=day: history.on(day, whole)) for day in days)
    some = [key for key in project.items if hash(key) % 3]
    part = _median(lambda: FlowHistory(project, frozenset(some)).on())
    report = Report("flow")
    middle, most = statistics.median(steps) * 1000, steps[int(_STEPS * 0.99)] * 1000
    report.row(f"each of {len(versions)} versions looked at once", floor * 1000, "ms")
    report.row(f"the flow of {options.items} items and five years, cold", cold * 1000, "ms")
    report.row("the same of two thirds of the items, as a filter leaves them", part * 1000, "ms")
    report.row("another day with all years before it, p50", middle, "ms")
    report.row("the same, p99", most, "ms")
    report.promise("cold ms", cold * 1000, at_most=500)
    report.promise("cold / looking at each version once", cold / floor, at_most=14)
    report.promise("slider step p99 ms", most, at_most=50)
    return report.close()


def _later(project: Project) -> Iterator[Project]:
    """The same project as often as it is counted, each time with nothing remembered of it but its items."""
    for _ in range(_ROUNDS):
        later = project.with_files(())
        len(later.items)
        yield later


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(_ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
