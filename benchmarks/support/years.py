"""A board whose items have come to where they are in five years; some were opened again, some blocked, some decided."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.pasts import ItemState, ItemVersion, Past, Pasts
from dualtrack.files.document import Document, parse
from dualtrack.project.project import Project

TODAY = date(2026, 11, 16)
ZONE = "Europe/Berlin"
DAYS = 5 * 365
_FIRST = datetime(2021, 11, 16, 9, tzinfo=UTC)
_STATUSES = {
    "production": ("backlog", "in-progress", "review", "done"),
    "research": ("proposed", "running", "evaluating", "decided"),
    "data": ("backlog", "in-progress", "validating", "ready"),
}
_FOLDERS = {"production": ("TASK", "tasks"), "research": ("EXP", "experiments"), "data": ("DATA", "tasks")}
_VERSION = ("Ana Ruiz", "Change it", "")
_HYPOTHESIS = "hypothesis: It improves F1 by >= 0.01\nsuccess_criteria: val_f1 >= 0.7\ntimebox_days: 10\n"
_OUTCOMES = ("ship", "iterate", "inconclusive", "decided-not-to-pursue")


def project_of_years(items: int) -> Project:
    """The project."""
    files, facts = files_of_years(items)
    project = Project().with_facts(facts).with_files(files)
    assert len(project.items) == items
    return project


def files_of_years(items: int) -> tuple[list[Document], Facts]:
    """The files, and what git tells of them."""
    chance = random.Random(5)
    pasts: dict[str, Past] = {}
    files = [parse("dualtrack.yaml", f"timezone: {ZONE}\n")]
    for number in range(1, items + 1):
        track = chance.choice((*_STATUSES, "production"))
        prefix, folder = _FOLDERS[track]
        id = f"{prefix}-{number}"
        pasts[id] = Past(tuple(_versions(chance, id, track)))
        last = pasts[id].versions[-1].after
        pasts[id] = pasts[id]._replace(committed=last)
        assert last
        keys = f"id: {id}\nstatus: {last.status}\nassignee: {last.people[0]}\n" + _outcome(pasts[id], number)
        files.append(parse(f"tracks/{folder}/{id}.md", f"---\n{keys}---\n"))
    told = Told(Pasts, Pasts().changed(pasts), _FIRST)
    clock = Clock({"": TODAY, ZONE: TODAY}, _FIRST)
    return files, Facts(clock).with_told({"pasts": told})


def _outcome(past: Past, number: int) -> str:
    """What an experiment is about, and what came of it."""
    version = past.versions[-1]
    state = version.after
    if not state or state.track != "research":
        return f"blocked: {{kind: {state.blocked}}}\n" if state and state.blocked else ""
    started = f"started: {past.versions[0].when.date()}\n" if state.status != "proposed" else ""
    if state.status != "decided":
        return f"{_HYPOTHESIS}{started}"
    reason = "" if number % 4 == 0 else "reason: data\n"
    outcome = f"decision: {_OUTCOMES[number % 4]}\nclosed: {version.when.date()}\n{reason}learnings: It does not.\n"
    return f"{_HYPOTHESIS}{started}{outcome}"


def _versions(chance: random.Random, id: str, track: str) -> Iterator[ItemVersion]:
    first, second, third, last = _STATUSES[track]
    ways = ((first, second, third, last), (first, second, last, second, last), (first, second, third), (first,))
    state = ItemState(id, track=track, people=(f"person-{chance.randrange(30)}",))
    when, before = _FIRST + timedelta(days=chance.randrange(DAYS - 80), hours=chance.randrange(15)), None
    for number, status in enumerate(chance.choices(ways, (6, 1, 1, 1))[0]):
        state = state._replace(status=status, blocked="data" if chance.random() < 0.1 else "")
        hash, seconds = f"{number}{id}", int(when.timestamp())
        order = (seconds, 0, 0)
        yield ItemVersion(hash, _VERSION[0], when, *_VERSION[1:], before, state, committed=seconds, order=order)
        when, before = when + timedelta(days=chance.randrange(20)), state
