"""Boards of any size that are valid for Dualtrack and for Backlog.md: the same items, each in the other's layout."""

import random
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path

TODAY = date(2026, 11, 16)
_SMALLEST = 2000
_STATUSES = {
    "TASK": ("backlog", "in-progress", "review", "done", "done", "dropped"),
    "DATA": ("backlog", "in-progress", "validating", "ready", "ready"),
    "EXP": ("proposed", "running", "evaluating", "decided", "decided", "decided"),
}
_CLOSED = ("done", "dropped", "ready", "decided")
_CONFIG = """project_name: "bench"
default_status: "backlog"
statuses: [{statuses}]
labels: []
date_format: yyyy-mm-dd
auto_open_browser: false
remote_operations: false
auto_commit: false
filesystem_only: true
check_active_branches: false
task_prefix: "task"
"""
_DOD = (
    "Code reviewed and unit-tested",
    "Data schema validated and registered",
    "Training run reproducible and logged",
    "Metrics computed on validation and holdout",
    "Model artifact stored with version and metadata",
    "Deployment playbook or justification for not deploying",
    "Monitoring hooks (drift, latency, error rate)",
    "Model card with intended use and limitations",
)
_VERBS = ("Add", "Cache", "Measure", "Compare", "Drop", "Backfill", "Retrain", "Calibrate", "Document", "Speed up", "Replace")
_THINGS = ("ticket features", "churn scoring", "the holdout split", "session embeddings", "label noise", "drift alerts")
_GOALS = ("for new customers", "on small accounts", "in the weekly batch", "without the legacy join", "for the churn model")
_PEOPLE = ("ana", "ben", "chiara", "dmitri", "eun-ji")
_TEXT = (
    "the model reads a snapshot of last month and joins it with events that arrive late so every comparison must say which"
    " cut it used because a metric that moves by a point between two runs of one seed tells nothing about the change while"
    " customers with few sessions carry most of the errors and the holdout keeps their share as it is in production"
)
_WORDS = _TEXT.split()


def write_boards(ours: Path, peer: Path, count: int) -> None:
    """Write the items 1 to `count` into two new folders."""
    for folder in (ours / "tracks" / "tasks", ours / "tracks" / "experiments", peer / "backlog" / "tasks"):
        folder.mkdir(parents=True)
    names = dict.fromkeys(name for names in _STATUSES.values() for name in (*names, *_CLOSED))
    (peer / "backlog" / "config.yml").write_text(_CONFIG.format(statuses=", ".join(f'"{name}"' for name in names)))
    chance = random.Random(7)
    for number in range(1, count + 1):
        title = f"{chance.choice(_VERBS)} {chance.choice(_THINGS)} {chance.choice(_GOALS)}"
        text = _item(chance, number, title)
        folder = "experiments" if _prefix(number) == "EXP" else "tasks"
        (ours / "tracks" / folder / f"{_id(number)} {title}.md").write_text(text)
        as_tasks = re.sub(r"\b(?:EXP|DATA)-(?=\d)", "TASK-", text)
        (peer / "backlog" / "tasks" / f"task-{number} - {title.replace(' ', '-')}.md").write_text(as_tasks)


def _prefix(number: int) -> str:
    return "DATA" if number % 10 == 9 else "EXP" if number % 10 in (1, 4, 7) else "TASK"


def _id(number: int) -> str:
    return f"{_prefix(number)}-{number}"


def _item(chance: random.Random, number: int, title: str) -> str:
    prefix = _prefix(number)
    status = chance.choice(_STATUSES[prefix])
    created = TODAY - timedelta(days=chance.randrange(20, 300))
    on_the_day = datetime.combine(created, time(chance.randrange(24), chance.randrange(60)))
    needs = sorted({chance.randrange(1, number) for _ in range(chance.randrange(4))}) if number > 1 else []
    keys = [
        f"id: {_id(number)}",
        f"title: {title}",
        f"status: {status}",
        f"assignee:\n  - {chance.choice(_PEOPLE)}",
        f"created_date: '{on_the_day:%Y-%m-%d %H:%M}'",
        f"updated_date: '{on_the_day + timedelta(days=3):%Y-%m-%d %H:%M}'",
        f"labels:\n  - {chance.choice(('churn', 'fraud'))}\n  - {chance.choice(('backend', 'features', 'batch'))}",
        "dependencies:" + ("".join(f"\n  - {_id(other)}" for other in needs) or " []"),
        f"priority: {chance.choice(('high', 'medium', 'low'))}",
        f"ordinal: {number}000",
    ]
    if prefix == "EXP":
        keys += _experiment(chance, status, created)
    elif status not in _CLOSED and chance.random() < 0.3:
        keys.append(f"due: {TODAY + timedelta(days=chance.randrange(-3, 40))}")
    sections = [
        f"## Description\n\n<!-- SECTION:DESCRIPTION:BEGIN -->\n{_prose(chance, 60)} See [[{_id(max(1, number - 3))}]].\n"
        "<!-- SECTION:DESCRIPTION:END -->",
        f"## Acceptance Criteria\n<!-- AC:BEGIN -->\n{_checklist(chance, status, [_prose(chance, 9) for _ in range(3)])}"
        "\n<!-- AC:END -->",
    ]
    if prefix == "EXP" and status == "decided":
        sections += [f"## Findings\n\n{_prose(chance, 20)}", f"## Learnings\n\n{_prose(chance, 25)}"]
    agreed = _DOD if prefix == "EXP" else _DOD[: chance.randrange(1, 5)]
    if chance.random() < 0.97:
        sections.append(f"## Definition of Done\n<!-- DOD:BEGIN -->\n{_checklist(chance, status, agreed)}\n<!-- DOD:END -->")
    head, rest = "---\n" + "\n".join(keys) + "\n---\n\n", "\n\n".join(sections) + "\n"
    notes = "## Implementation Notes\n"
    while len(head) + len(rest) + len(notes) < _SMALLEST:
        notes += f"\n{_prose(chance, chance.randrange(15, 60))} As in {_id(chance.randrange(1, number + 1))}.\n"
    return f"{head}{notes}\n{rest}"


def _experiment(chance: random.Random, status: str, created: date) -> list[str]:
    baseline = chance.randrange(60, 80)
    keys = [
        f"hypothesis: {_prose(chance, 8).rstrip('.')} improves F1 by >= 0.03",
        f"data: features/{chance.choice(('tickets', 'sessions'))}.parquet, {created:%Y-%m} snapshot",
        f"baseline: {{val_f1: 0.{baseline}}}",
        f"success_criteria: Validation F1 >= 0.{baseline + 3}",
        "timebox_days: 10",
    ]
    if status == "decided":
        started = created + timedelta(days=2)
        decision = chance.choice(("ship", "iterate", "inconclusive", "decided-not-to-pursue"))
        keys += [f"started: {started}", f"decision: {decision}", f"closed: {started + timedelta(days=chance.randrange(3, 10))}"]
    elif status != "proposed":
        keys.append(f"started: {TODAY - timedelta(days=chance.randrange(14))}")
    return keys


def _checklist(chance: random.Random, status: str, texts: list[str] | tuple[str, ...]) -> str:
    done = 1.0 if status in _CLOSED else 0.4
    return "\n".join(f"- [{'x' if chance.random() < done else ' '}] #{n} {text}" for n, text in enumerate(texts, 1))


def _prose(chance: random.Random, words: int) -> str:
    start = chance.randrange(len(_WORDS))
    return " ".join(_WORDS[(start + n) % len(_WORDS)] for n in range(words)).capitalize() + "."
