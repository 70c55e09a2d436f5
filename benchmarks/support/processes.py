"""What runs in a process of its own: `processes.py NAME FOLDER` prints JSON.

So one measurement leaves nothing to the next, and waits for no import that only another one needs. The folder holds a board
that `items.py` wrote.
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
from importlib import import_module
from pathlib import Path
from typing import Any

from items import TODAY

EDITS = 200
NEW_COMMITS = 15
LOGGED = 50
RUNS = 5_000


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
    from dualtrack.features.board import board
    from dualtrack.features.check import check
    from dualtrack.rules import all_rules
    from dualtrack.workspace.repository import read_repository

    all_rules()
    before = _peak()
    start = time.perf_counter()
    project = read_repository(str(folder), str(TODAY), False).project
    checked = check(project, once=True)
    boards = board(project, once=True)
    seconds = time.perf_counter() - start
    found = sum(map(len, checked.findings.values()))
    return {"seconds": seconds, "kilobytes": _peak() - before, "cards": len(boards.cards), "findings": found}


def edits(folder: Path) -> dict[str, Any]:
    """Edits of one file each in a warm process that treats garbage as the server does, beside the floor of each."""
    gc.disable()
    import yaml
    from dualtrack.features.board import board
    from dualtrack.features.check import check
    from dualtrack.rules import all_rules
    from dualtrack.workspace.repository import read_repository

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
    from dualtrack.adapters.access import user_access
    from dualtrack.facts.history import History
    from dualtrack.workspace.state import State
    from dualtrack.workspace.workspace import Workspace
    from repositories import commit

    workspace = Workspace(folder, user_access(trusted=True, network=False), TODAY)
    state = State().later(workspace.read({History}))
    gc.freeze()
    gc.enable()
    times: list[float] = []
    for number in range(NEW_COMMITS):
        commit(folder, f"TASK-{number + 2}")
        start = time.perf_counter()
        state = state.later(workspace.ask(state.project, {History}))
        times.append(time.perf_counter() - start)
        assert state.project.facts[History].by_id[f"TASK-{number + 2}"][0].subject == f"TASK-{number + 2}"
    return {"times": times}


def logged(folder: Path) -> dict[str, Any]:
    """A metric that one of 5,000 runs logs, to findings and board: how long, how many items are judged again for it, and the
    longest wait of an event loop while that is worked out in a thread; and how long a new run takes, from what a tracker told
    on."""
    import asyncio

    from dualtrack.adapters.access import user_access
    from dualtrack.facts.facts import Told
    from dualtrack.facts.runs import Runs
    from dualtrack.workspace.state import State
    from dualtrack.workspace.workspace import Workspace

    workspace = Workspace(folder, user_access(trusted=True, network=False), TODAY)
    project = workspace.read()
    experiments = sorted(item.id for item in project.items.values() if item.kind == "experiment")
    runs = [_run(number, experiments[number % len(experiments)]) for number in range(RUNS)]
    state = State().later(project.with_facts(project.facts.with_told({"bench": Told(Runs, Runs.of(runs))})))
    gc.freeze()
    times: list[float] = []
    new: list[float] = []
    judged: list[int] = []
    stalls: list[float] = []

    async def watch(over: asyncio.Event) -> None:
        while not over.is_set():
            start = time.perf_counter()
            await asyncio.sleep(0.001)
            stalls.append(time.perf_counter() - start - 0.001)

    async def log() -> None:
        nonlocal state
        over = asyncio.Event()
        watching = asyncio.create_task(watch(over))
        for number in range(LOGGED):
            runs[number] = runs[number]._replace(metrics={"val_f1": 0.9 + number / 1000})
            before = state
            told = Told(Runs, await asyncio.to_thread(Runs.of, runs, before.project.facts[Runs]))
            start = time.perf_counter()
            facts = before.project.facts.with_told({"bench": told})
            state = await asyncio.to_thread(before.later, before.project.with_facts(facts))
            times.append(time.perf_counter() - start)
            judged.append(len(state.checked.items.changed))
        for number in range(LOGGED):
            runs.append(_run(RUNS + number, experiments[number]))
            before = state
            start = time.perf_counter()
            told = Told(Runs, await asyncio.to_thread(Runs.of, runs, before.project.facts[Runs]))
            facts = before.project.facts.with_told({"bench": told})
            state = await asyncio.to_thread(before.later, before.project.with_facts(facts))
            new.append(time.perf_counter() - start)
            judged.append(len(state.checked.items.changed))
        over.set()
        await watching

    asyncio.run(log())
    return {"times": times, "new": new, "judged": max(judged), "stall": max(stalls)}


def named(folder: Path) -> dict[str, Any]:
    """The board of 300 experiments and 5,000 runs, by `runs:` and by the tag `dualtrack.item`."""
    from dualtrack.facts.clock import Clock
    from dualtrack.facts.facts import Facts, Told
    from dualtrack.facts.runs import Runs
    from dualtrack.features.board import board
    from dualtrack.files.document import parse
    from dualtrack.project.project import Project

    seconds: dict[str, float] = {}
    for how in ("by_tag", "by_key", "by_tag"):  # the first one builds the grammar of criteria
        texts = {
            f"tracks/experiments/EXP-{n}.md": f"---\nid: EXP-{n}\nstatus: running\nsuccess_criteria: val_f1 >= 0.7\n"
            + (f"runs: [{', '.join(map(_id, range(n, RUNS, 300)))}]\n" if how == "by_key" else "")
            + "---\n"
            for n in range(300)
        }
        runs = Runs.of(_run(number, f"EXP-{number % 300}" if how == "by_tag" else "") for number in range(RUNS))
        facts = Facts(Clock({"": TODAY})).with_told({"bench": Told(Runs, runs)})
        project = Project().with_facts(facts).with_files(parse(*each) for each in texts.items())
        assert len(project.items) == 300
        start = time.perf_counter()
        drawn = board(project, once=True)
        seconds[how] = time.perf_counter() - start
        assert all("val_f1" in card.details for card in drawn.cards.values())
    return seconds


def runs_of_store(folder: Path) -> dict[str, Any]:
    """The runs of `mlflow.db`."""
    from dualtrack.adapters.sources.mlflow_store import MlflowStore

    return _read_runs(MlflowStore, folder, "sqlite:///mlflow.db")


def runs_of_files(folder: Path) -> dict[str, Any]:
    """The runs of `mlruns/`."""
    from dualtrack.adapters.sources.mlflow_files import MlflowFiles

    return _read_runs(MlflowFiles, folder, "file:mlruns")


def rows_of_store(folder: Path) -> dict[str, Any]:
    """The rows that the runs of `mlflow.db` have, fetched and thrown away: what Python takes at least."""
    import sqlite3

    tables = ("runs", "latest_metrics", "params", "tags")
    columns = ("run_uuid, name, status, start_time, end_time, experiment_id", *["run_uuid, key, value"] * 3)
    store = sqlite3.connect(f"file:{folder}/mlflow.db?mode=ro", uri=True)

    def fetch() -> float:
        start = time.perf_counter()
        for table, names in zip(tables, columns, strict=True):
            store.execute(f"SELECT {names} FROM {table}").fetchall()
        return time.perf_counter() - start

    fetch()
    return {"seconds": fetch()}


def contents_of_files(folder: Path) -> dict[str, Any]:
    """Every folder of `mlruns/` listed, every file opened, read and closed: what the kernel takes at least."""

    def read() -> float:
        start = time.perf_counter()
        pending = [str(folder / "mlruns")]
        while pending:
            with os.scandir(pending.pop()) as entries:
                for each in entries:
                    if each.is_dir(follow_symlinks=False):
                        pending.append(each.path)
                        continue
                    file = os.open(each.path, os.O_RDONLY)
                    os.read(file, 4096)
                    os.close(file)
        return time.perf_counter() - start

    read()
    return {"seconds": read()}


def runs_of_wandb(folder: Path) -> dict[str, Any]:
    """The runs in files of wandb."""
    from dualtrack.adapters.sources.wandb_files import WandbRuns

    return _read_runs(WandbRuns, folder)


def runs_of_tensorboard(folder: Path) -> dict[str, Any]:
    """The runs in event files."""
    from dualtrack.adapters.sources.tensorboard_files import TensorBoardRuns

    return _read_runs(TensorBoardRuns, folder)


def _read_runs(kind: Any, folder: Path, uri: str = "") -> dict[str, Any]:
    from dualtrack.adapters.access import Access
    from dualtrack.adapters.listing import Listing
    from dualtrack.adapters.source import WorkspaceFolder
    from dualtrack.adapters.trackers import NamedTracker

    place, needs = (
        WorkspaceFolder(folder, Listing(folder), Access(True, True, {})),
        uri and NamedTracker("mlflow", uri, "", True),
    )
    before = _peak()
    assert kind(place, "mlflow").read(needs, None).all  # the client is timed at its second reading, too
    kilobytes = _peak() - before
    source = kind(place, "mlflow")
    gc.collect()
    gc.freeze()  # as the server does with what it has loaded
    start = time.perf_counter()
    runs = source.read(needs, None)
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    assert source.read(needs, runs) is runs
    return {"seconds": seconds, "again": time.perf_counter() - start, "kilobytes": kilobytes, "runs": len(runs.all)}


def _id(number: int) -> str:
    import hashlib

    return hashlib.md5(str(number).encode()).hexdigest()


def _run(number: int, item: str) -> Any:
    from dualtrack.model.run import Run

    metrics = {"val_f1": number / RUNS, **{f"metric_{each}": each / 10 for each in range(9)}}
    return Run("mlflow", _id(number), f"run {number}", True, "finished", None, None, metrics, item=item)


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
    elsewhere = {"opened": "opening", "child": "child", "runs_of_server": "tracking_server"}
    name = sys.argv[1]
    work = getattr(import_module(elsewhere[name]), name) if name in elsewhere else globals()[name]
    print(json.dumps(work(Path(sys.argv[2]))))
    sys.stdout.flush()
    os._exit(0)  # as the command ends
