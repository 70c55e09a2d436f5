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
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.pasts import ItemState, Past, Pasts, Version
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.files.document import parse
from dualtrack.project.project import Project
from support.report import Report

TODAY = date(2026, 11, 16)
_FIRST = datetime(2021, 11, 16, 9, tzinfo=UTC)
_DAYS = 5 * 365
_ZONE = "Europe/Berlin"
_STATUSES = {
    "production": ("backlog", "in-progress", "review", "done"),
    "research": ("proposed", "running", "evaluating", "decided"),
    "data": ("backlog", "in-progress", "validating", "ready"),
}
_FOLDERS = {"production": ("TASK", "tasks"), "research": ("EXP", "experiments"), "data": ("DATA", "tasks")}
_VERSION = ("Ana Ruiz", "Change it", "")
_ROUNDS = 5
_STEPS = 200


def main() -> int:
    """Measure and print; 1 if a promise is missed."""
    parser = argparse.ArgumentParser(prog="npm run bench -- flow")
    parser.add_argument("--items", type=int, default=10_000, metavar="N")
    options = parser.parse_args()
    project = _project(options.items)
    gc.disable()  # as the command does, and the server while it works
    versions = [version for past in project.facts[Pasts].by_id.values() for version in past.versions]
    zone = ZoneInfo(_ZONE)
    floor = _median(lambda: Counter((version.when.astimezone(zone).date(), version.after) for version in versions))
    cold = _median(lambda: FlowHistory(project).on())
    history, chance = FlowHistory(project), random.Random(7)
    history.on()
    days = [TODAY - timedelta(days=chance.randrange(_DAYS)) for _ in range(_STEPS)]
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


def _project(items: int) -> Project:
    """A board whose items have come to where they are in five years; some were opened again, some blocked."""
    chance = random.Random(5)
    pasts: dict[str, Past] = {}
    files = [parse("dualtrack.yaml", f"timezone: {_ZONE}\n")]
    for number in range(1, items + 1):
        track = chance.choice((*_STATUSES, "production"))
        prefix, folder = _FOLDERS[track]
        id = f"{prefix}-{number}"
        pasts[id] = Past(tuple(_versions(chance, id, track)))
        last = pasts[id].versions[-1].after
        pasts[id] = pasts[id]._replace(committed=last)
        assert last
        keys = f"id: {id}\nstatus: {last.status}\nassignee: {last.people[0]}\n"
        files.append(parse(f"tracks/{folder}/{id}.md", f"---\n{keys}---\n"))
    told = Told(Pasts, Pasts().changed(pasts), _FIRST)
    clock = Clock({"": TODAY, _ZONE: TODAY}, _FIRST)
    project = Project().with_facts(Facts(clock).with_told({"pasts": told})).with_files(files)
    assert len(project.items) == items
    return project


def _versions(chance: random.Random, id: str, track: str) -> Iterator[Version]:
    first, second, third, last = _STATUSES[track]
    ways = ((first, second, third, last), (first, second, last, second, last), (first, second, third), (first,))
    state = ItemState(id, track=track, people=(f"person-{chance.randrange(30)}",))
    when, before = _FIRST + timedelta(days=chance.randrange(_DAYS - 80), hours=chance.randrange(15)), None
    for number, status in enumerate(chance.choices(ways, (6, 1, 1, 1))[0]):
        state = state._replace(status=status, blocked="data" if chance.random() < 0.1 else "")
        hash = f"{number}{id}"
        yield Version(hash, _VERSION[0], when, *_VERSION[1:], before, state, committed=int(when.timestamp()))
        when, before = when + timedelta(days=chance.randrange(20)), state


def _median(work: Callable[[], object]) -> float:
    return statistics.median(_seconds(work) for _ in range(_ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
