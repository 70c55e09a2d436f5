"""A repository whose items have a past, made by `git fast-import`: versions of their files among a team's other commits."""

import os
import random
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

from support.repositories import git

_START = 1_500_000_000
_SECONDS_BETWEEN = 120
_STATUSES = ("proposed", "running", "running", "evaluating", "evaluating", "decided")
_PROSE = "What was tried and what came of it, so that nobody has to find it out twice.\n" * 20
_DOD = ("Training run reproducible and logged", "Metrics computed on validation and holdout", "Code reviewed")


def item_path(number: int) -> str:
    """Where an item is."""
    return f"tracks/experiments/EXP-{number} Item.md"


def item_text(number: int, version: int) -> str:
    """An item as it was in one of its versions."""
    checks = "".join(f"- [{'x' if at < version else ' '}] {text}\n" for at, text in enumerate(_DOD))
    return (
        f"---\nid: EXP-{number}\ntitle: Item {number}\nhypothesis: Adding feature {number} improves val_f1 by >= 0.03\n"
        f"started: 2026-11-02\ntimebox_days: {10 + version // 4 * 5}\nbaseline: {{val_f1: 0.69}}\n"
        f"success_criteria: Validation F1 >= 0.7{version // 3}\nstatus: {_STATUSES[version % len(_STATUSES)]}\n---\n"
        f"{_PROSE}\n## Definition of Done\n{checks}"
    )


def write_item_history(folder: Path, items: int, versions: int, commits: int, seconds: int = _SECONDS_BETWEEN) -> date:
    """A repository with so many commits, one every so many seconds; `items` times `versions` change an item. Returns the
    day of the last commit."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    chance = random.Random(5)
    numbers = [number for number in range(1, items + 1) for _ in range(versions)]
    chance.shuffle(numbers)
    places = dict(zip(sorted(chance.sample(range(commits), len(numbers))), numbers, strict=True))
    seen = dict.fromkeys(numbers, 0)
    env = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    importing = subprocess.Popen(["git", "fast-import", "--quiet", "--depth=1"], cwd=folder, env=env, stdin=subprocess.PIPE)
    assert importing.stdin
    for at in range(commits):
        path, text = f"src/part_{chance.randrange(40)}/file_{chance.randrange(40)}.py", str(chance.random())
        if number := places.get(at):
            path, text = item_path(number), item_text(number, seen[number])
            seen[number] += 1
        who = f"Person {chance.randrange(30)} <person@example.org> {_START + at * seconds} +0000"
        head = f"commit refs/heads/main\nauthor {who}\ncommitter {who}\ndata 4\ntidy\n"
        importing.stdin.write(f'{head}M 100644 inline "{path}"\ndata {len(text.encode())}\n{text}\n'.encode())
    importing.stdin.close()
    if importing.wait():
        raise SystemExit("git fast-import failed")
    git(folder, "reset", "-q", "--hard")
    return datetime.fromtimestamp(_START + (commits - 1) * seconds, UTC).date()
