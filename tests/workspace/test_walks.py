"""Which folders are listed, and whom a change wakes: counted, by what Python's audit hooks tell of the real calls."""

import asyncio
import sqlite3
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from dualtrack.facts.facts import Unknown
from dualtrack.facts.history import History
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.runs import Runs
from dualtrack.workspace.live import LiveWorkspace
from dualtrack.workspace.sources import Asking

from tests.adapters.git_repository import Repository

TASK = "tracks/tasks/TASK-1.md"
NEW = "tracks/tasks/TASK-2.md"
_COUNTING: list[Counter[str]] = []
_HOOKED: list[bool] = []


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "os.scandir" and _COUNTING:
        _COUNTING[-1][str(arguments[0])] += 1


@contextmanager
def listed(root: Path) -> Iterator[Counter[str]]:
    """How often each folder of the work tree is listed."""
    if not _HOOKED:
        _HOOKED.append(True)
        sys.addaudithook(_hook)
    every: Counter[str] = Counter()
    found: Counter[str] = Counter()
    _COUNTING.append(every)
    try:
        yield found
    finally:
        _COUNTING.pop()
        inside = {folder: count for folder, count in every.items() if folder.startswith(str(root))}
        found.update({folder: count for folder, count in inside.items() if "/.git" not in folder})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "project")
    repository.commit("TASK-1: start", **{TASK.replace("/", "__").replace(".", "_"): "---\nstatus: in-progress\n---\n"})
    for folder in ("src/deep/deeper", "notebooks", ".github/workflows"):
        (repository.folder / folder).mkdir(parents=True)
    (repository.folder / "notebooks" / "look.ipynb").write_text("{}")
    (repository.folder / ".github" / "workflows" / "ci.yml").write_text("name: ci\n")
    _log(repository.folder, 0.5)
    return repository.folder


def _log(root: Path, value: float) -> None:
    """A store with the tables that are read, and one run."""
    with sqlite3.connect(root / "mlflow.db") as store:
        store.execute("CREATE TABLE IF NOT EXISTS runs (run_uuid, name, status, start_time, end_time, lifecycle_stage)")
        store.execute("CREATE TABLE IF NOT EXISTS latest_metrics (run_uuid, key, value, is_nan)")
        store.execute("CREATE TABLE IF NOT EXISTS tags (run_uuid, key, value)")
        for table in ("runs", "latest_metrics", "tags"):
            store.execute(f"DELETE FROM {table}")
        store.execute("INSERT INTO runs VALUES ('3f2a9c11', 'owl', 'FINISHED', 1, 2, 'active')")
        store.execute("INSERT INTO latest_metrics VALUES ('3f2a9c11', 'val_f1', ?, 0)", (value,))
    store.close()


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("this never came to hold")


def watching(root: Path, talk: Callable[[LiveWorkspace], Awaitable[None]]) -> None:
    async def run() -> None:
        live = LiveWorkspace(root, True, (), lambda before, state: None)
        live.start()
        facts = (History, Runs, Notebooks)
        await until(lambda: live.is_read and not any(Unknown("pending") in live.project.facts.unknown(fact) for fact in facts))
        await asyncio.sleep(0.2)  # what else was due at the start
        await talk(live)
        live.stop()

    asyncio.run(run())


def test_to_open_a_folder_lists_each_folder_once(root: Path) -> None:
    async def talk(live: LiveWorkspace) -> None:
        return

    with listed(root) as found:
        watching(root, talk)
    assert max(found.values()) == 1, found
    assert str(root / "src" / "deep" / "deeper") in found


def test_a_saved_file_lists_nothing(root: Path) -> None:
    async def talk(live: LiveWorkspace) -> None:
        (root / TASK).write_text("---\nstatus: review\n---\n")
        with listed(root) as found:
            live.files_changed((TASK,))
            await until(lambda: live.project.items["TASK-1"].status == "review")
        assert not found

    watching(root, talk)


def test_a_new_file_lists_no_folder_twice(root: Path) -> None:
    async def talk(live: LiveWorkspace) -> None:
        (root / NEW).write_text("---\nstatus: backlog\n---\n")
        with listed(root) as found:
            live.files_changed((NEW,), is_new=True)
            await until(lambda: "TASK-2" in live.project.items)
            await asyncio.sleep(0.2)
        assert found and max(found.values()) == 1

    watching(root, talk)


def test_a_changed_store_asks_its_source_once_and_lists_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = Asking.ask

    def counted(asking: Asking) -> Any:
        asked.append(asking.key)
        return ask(asking)

    async def talk(live: LiveWorkspace) -> None:
        monkeypatch.setattr(Asking, "ask", counted)
        _log(root, 0.8)
        with listed(root) as found:
            live.files_changed(("mlflow.db",))
            await until(lambda: [dict(run.metrics) for run in live.project.facts[Runs].all.values()] == [{"val_f1": 0.8}])
            await asyncio.sleep(0.2)
        assert asked == ["mlflow_store:mlflow"]
        assert not found

    watching(root, talk)
