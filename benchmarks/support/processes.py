"""What runs in a process of its own: `processes.py NAME FOLDER` prints JSON.

So one measurement leaves nothing to the next. The folder holds a board that `items.py` wrote.
"""

import gc
import json
import os
import random
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from items import TODAY
from repositories import commit

EDITS = 200
NEW_COMMITS = 15


def floor(folder: Path) -> dict[str, Any]:
    """Every file read and its front matter composed by PyYAML's C code, the garbage collector off, the nodes thrown away."""
    import yaml

    gc.disable()
    start = time.perf_counter()
    for path in folder.rglob("*.md"):
        yaml.compose(_front_matter(path.read_text("utf-8")), yaml.CSafeLoader)
    return {"seconds": time.perf_counter() - start}


def cold(folder: Path) -> dict[str, Any]:
    """The repository read as every command reads it, checked by every rule, its board built."""
    from dualtrack.cli.main import start_light

    start_light()
    from dualtrack.cli.repository import read_repository
    from dualtrack.features.board import board
    from dualtrack.features.check import check
    from dualtrack.rules import all_rules

    all_rules()
    before = _peak()
    start = time.perf_counter()
    project = read_repository(str(folder), str(TODAY), False).project
    checked = check(project)
    boards = board(project)
    seconds = time.perf_counter() - start
    found = sum(map(len, checked.findings.values()))
    return {"seconds": seconds, "kilobytes": _peak() - before, "cards": len(boards.cards), "findings": found}


def edits(folder: Path) -> dict[str, Any]:
    """Edits of one file each in a warm process that treats garbage as the server does, beside the floor of each."""
    gc.disable()
    import yaml
    from dualtrack.cli.repository import read_repository
    from dualtrack.features.board import board
    from dualtrack.features.check import check
    from dualtrack.rules import all_rules

    all_rules()
    project = read_repository(str(folder), str(TODAY), False).project
    checked, boards = check(project), board(project)
    gc.freeze()
    gc.enable()
    chance = random.Random(11)
    paths = sorted(project.documents)
    ours: list[float] = []
    floors: list[float] = []
    for number in range(EDITS):
        path = chance.choice(paths)
        text = _EDITS[number % len(_EDITS)](project.documents[path].text, number)
        message = json.dumps({"text": text})
        start = time.perf_counter()
        yaml.compose(_front_matter(json.loads(message)["text"]), yaml.CSafeLoader)
        floors.append(time.perf_counter() - start)
        start = time.perf_counter()
        project = project.with_file(path, text)
        checked, boards = check(project, checked), board(project, boards)
        ours.append(time.perf_counter() - start)
    return {"ours": ours, "floors": floors}


def history(folder: Path) -> dict[str, Any]:
    """The history of a folder read for the first time, paths included, as a command reads it."""
    import git.cmd  # noqa: F401 - the benchmark of the start counts what this takes
    from dualtrack.adapters.history.cache import cache_of
    from dualtrack.adapters.history.index import HistoryIndex

    gc.disable()
    start = time.perf_counter()
    found = HistoryIndex(folder, cache_of(folder)).read({"TASK"})
    seconds = time.perf_counter() - start
    linking = [commit for commit in found.commits.values() if commit.ids and not commit.is_merge]
    assert all(commit.paths for commit in linking)
    return {"seconds": seconds, "commits": len(found.commits), "branches": len(found.branches)}


def new_commits(folder: Path) -> dict[str, Any]:
    """From a new commit to what is found and the board, in a process that knows the rest."""
    gc.disable()
    from dualtrack.adapters.outside import Outside
    from dualtrack.cli.repository import read_repository
    from dualtrack.features.board import board
    from dualtrack.features.check import check

    project = read_repository(str(folder), str(TODAY), False).project
    outside = Outside(folder, trusted=True, today=TODAY)
    project = project.with_facts(outside.with_history(project.facts, project.prefixes))
    checked, boards = check(project), board(project)
    gc.freeze()
    gc.enable()
    times: list[float] = []
    for number in range(NEW_COMMITS):
        commit(folder, f"TASK-{number + 2}")
        start = time.perf_counter()
        assert outside.refs_moved()
        project = project.with_facts(outside.with_history(project.facts, project.prefixes))
        checked, boards = check(project, checked), board(project, boards)
        times.append(time.perf_counter() - start)
        assert project.facts.history.by_id[f"TASK-{number + 2}"][0].subject == f"TASK-{number + 2}"
    return {"times": times}


def _word(text: str, number: int) -> str:
    middle = text.index(" ", len(text) * 2 // 3)
    return f"{text[:middle]} edit {number}{text[middle:]}"


def _title(text: str, number: int) -> str:
    return re.sub(r"^title: .*", rf"\g<0> {number}", text, count=1, flags=re.MULTILINE)


def _status(text: str, number: int) -> str:
    turns = (("EXP", ("proposed", "running")), ("DATA", ("backlog", "validating")), ("TASK", ("backlog", "review")))
    statuses = next(pair for prefix, pair in turns if f"\nid: {prefix}-" in text[:40])
    return re.sub(r"^status: .*", f"status: {statuses[number // len(_EDITS) % 2]}", text, count=1, flags=re.MULTILINE)


def _other_key(text: str, number: int) -> str:
    return re.sub(r"^priority: .*", f"priority: p{number}", text, count=1, flags=re.MULTILINE)


_EDITS: tuple[Callable[[str, int], str], ...] = (_word, _title, _status, _other_key)


def _front_matter(text: str) -> str:
    return text[4 : text.index("\n---", 4)]


def _peak() -> int:
    """The most memory that this process has held, in KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    print(
        json.dumps({work.__name__: work for work in (floor, cold, edits, history, new_commits)}[sys.argv[1]](Path(sys.argv[2])))
    )
    sys.stdout.flush()
    os._exit(0)  # as the command ends
