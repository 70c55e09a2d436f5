"""Which folders are listed, whom a change wakes, and what it passes in the server: counted, by audit hooks and a profiler."""

import asyncio
import shutil
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from dualtrack.adapters.sources import all_sources
from dualtrack.changes.move_item import Move
from dualtrack.facts.facts import Unknown
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
        live = LiveWorkspace(root, True, (), lambda: None)
        live.start()
        facts = {source.fact for source in all_sources()}
        await until(lambda: live.is_read and not any(Unknown("pending") in live.project.facts.unknown(fact) for fact in facts))
        await asyncio.sleep(0.2)  # what is asked again for what the others told
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


def test_a_changed_store_asks_its_sources_once_and_lists_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
        assert sorted(asked) == ["mlflow_store:mlflow", "registered_models:mlflow"]
        assert not found

    watching(root, talk)


def test_the_first_run_of_a_tracker_is_found_and_what_it_logs_then_lists_nothing(root: Path) -> None:
    ledger = root / "results.tsv"

    def values(live: LiveWorkspace) -> list[dict[str, float]]:
        return [dict(run.metrics) for run in live.project.facts[Runs].all.values() if run.tracker == "ledger"]

    async def talk(live: LiveWorkspace) -> None:
        ledger.write_text("commit\tf1\tstatus\na\t0.5\tkeep\n")
        live.files_changed((ledger.name,), is_new=True)
        await until(lambda: values(live) == [{"f1": 0.5}])
        with ledger.open("a") as growing:
            growing.write("b\t0.6\tdiscard\n")
        with listed(root) as found:
            live.files_changed((ledger.name,))
            await until(lambda: values(live) == [{"f1": 0.5}, {"f1": 0.6}])
            await asyncio.sleep(0.2)
        assert not found
        ledger.unlink()
        live.files_changed((ledger.name,), is_new=True)
        await until(lambda: not values(live))

    watching(root, talk)


def test_a_folder_that_is_moved_or_deleted_whole_is_noticed_though_nobody_tells_of_its_files(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dualtrack.workspace.live._FILES_SECONDS", 0.1)
    board = root.parent / "board"
    (board / "tracks").mkdir(parents=True)
    (board / "dualtrack.yaml").write_text("{}\n")
    (board / "tracks" / "TASK-8.md").write_text("")

    async def talk(live: LiveWorkspace) -> None:
        assert live.project.facts[Notebooks].by_path
        board.rename(root / "board")
        await until(lambda: "TASK-8" in live.project.items)
        (root / "notebooks").rename(root / "work")
        await until(lambda: [*live.project.facts[Notebooks].by_path] == ["work/look.ipynb"])
        shutil.rmtree(root / "work")
        await until(lambda: not live.project.facts[Notebooks].by_path)
        with listed(root) as found:
            (root / "src" / "weights.bin").write_bytes(b"")
            await asyncio.sleep(0.5)
        assert found[str(root / "src")] == 1  # to see that no folder has moved
        assert str(root / "board") not in found

    watching(root, talk)


class Walk:
    """While it is on: the packages of the server in the order in which the main thread first enters them, and how often any
    thread calls each of some functions."""

    PACKAGES = ("workspace", "adapters", "files", "project", "changes", "features")
    COUNTED = ("document.parse", "check.check", "board.board", "card.card")

    def __init__(self) -> None:
        self.packages: list[str] = []
        self.calls: Counter[str] = Counter()
        self._is_on = False

    def __call__(self, frame: FrameType, event: str, _: object) -> None:
        name = frame.f_globals.get("__name__", "") if self._is_on and event == "call" else ""
        if name.startswith("dualtrack."):
            package, module = name.split(".")[1], name.rpartition(".")[2]
            is_new = package in self.PACKAGES and package not in self.packages
            if is_new and threading.current_thread() is threading.main_thread():
                self.packages.append(package)
            if (called := f"{module}.{frame.f_code.co_qualname}") in self.COUNTED:
                self.calls[called] += 1

    @contextmanager
    def on(self) -> Iterator[None]:
        self.packages.clear()
        self.calls.clear()
        self._is_on = True
        yield
        self._is_on = False


@pytest.fixture
def walk() -> Iterator[Walk]:
    walk = Walk()
    for set_profile in (threading.setprofile, sys.setprofile):
        set_profile(walk)
    yield walk
    for set_profile in (threading.setprofile, sys.setprofile):
        set_profile(None)  # pyright: ignore[reportArgumentType]


@pytest.mark.slow
def test_what_a_change_passes(root: Path, walk: Walk) -> None:
    (root / NEW).write_text("---\nstatus: backlog\n---\n")

    async def talk(live: LiveWorkspace) -> None:
        for _ in range(20):  # nothing happens, but that the refs are looked at every two seconds
            with walk.on():
                await asyncio.sleep(2.5)
            if not walk.calls:
                break
        assert not walk.calls

        with walk.on():  # a keystroke
            live.edit(TASK, "---\nstatus: review\n---\n", typing=True)
            assert walk.packages == ["workspace", "files", "project"]  # what is asked with it is answered first
            assert "review" in live.project.documents[TASK].text
            assert live.state.project is live.project
        assert walk.packages == ["workspace", "files", "project", "features"]
        assert walk.calls == {"document.parse": 1, "check.check": 1}
        with walk.on():  # and the pause after it
            await until(lambda: walk.calls == {"board.board": 1, "card.card": 1})

        with walk.on(), listed(root) as found:  # a dropped card, up to the edit that the client applies
            await live.read_files()
            change = Move("TASK-2", "review").change(live.project)
        assert "changes" in walk.packages and change.edits
        assert max(found.values()) == 1
        assert walk.calls == {"document.parse": 1}  # what the edit makes is read, to see that it is right

        with walk.on():  # a finished run, linked to no item
            _log(root, 0.9)
            live.files_changed(("mlflow.db",))
            await until(lambda: [dict(run.metrics) for run in live.project.facts[Runs].all.values()] == [{"val_f1": 0.9}])
        assert walk.calls == {"check.check": 1, "board.board": 1}

        with walk.on():  # a commit, told by the history and by the pasts of the items
            Repository(root).commit("TASK-2: go on", x="1")
            await until(lambda: walk.calls["board.board"] == 2)
        assert (walk.calls["check.check"], walk.calls["card.card"]) == (2, 0)

    watching(root, talk)
