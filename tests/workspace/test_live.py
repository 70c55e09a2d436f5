"""What goes on beside the requests, met in this process where a client cannot say when."""

import asyncio
import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.runs import Runs
from dualtrack.files.document import parse
from dualtrack.model.run import Run
from dualtrack.project.project import Project
from dualtrack.workspace.live import LiveWorkspace
from dualtrack.workspace.state import State

from tests.workspace.conftest import TASK, HeldUp

LATER = "tracks/tasks/TASK-2.md"


def reading(root: Path, talk: Callable[[LiveWorkspace], Any]) -> None:
    """Run what is done with a folder once it has been read."""

    async def run() -> None:
        live = LiveWorkspace(root, False, (), lambda: None)
        await live.read_files(whole=True)
        assert set(live.project.documents) == {TASK}
        await talk(live)

    asyncio.run(run())


def test_what_was_read_for_one_who_left_comes_in(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(live: LiveWorkspace) -> None:
        changed = live.workspace.disk.changed
        left, begun, inside = Event(), Event(), 0

        def slowly(folders: Any, whole: bool) -> Any:
            nonlocal inside
            assert not inside, "two threads read the files at once"
            inside += 1
            found = changed(folders, whole)
            begun.set()
            left.wait(10)
            inside -= 1
            return found

        monkeypatch.setattr(live.workspace.disk, "changed", slowly)
        (root / LATER).write_text("---\nid: TASK-2\n---\n")
        asked = asyncio.create_task(live.read_files())
        await asyncio.to_thread(begun.wait, 10)
        asked.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked
        next_one = asyncio.create_task(live.read_files())
        await asyncio.sleep(0.1)
        left.set()
        await next_one
        assert set(live.project.documents) == {TASK, LATER}

    reading(root, talk)


def test_what_could_not_be_shown_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(live: LiveWorkspace) -> None:
        (root / LATER).write_text("---\nid: TASK-2\n---\n")
        (root / TASK).unlink()
        with monkeypatch.context() as broken:
            broken.setattr(State, "later", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await live.read_files()
        await live.read_files()
        assert set(live.project.documents) == {LATER}

    reading(root, talk)


def test_of_many_files_what_needs_no_asking_is_known_from_the_start(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dualtrack.workspace.live._FEW_FILES", 0)

    async def talk(live: LiveWorkspace) -> None:
        assert {each.why for each in live.project.facts.unknown(Runs)} == {"untrusted"}

    reading(root, talk)


def test_what_several_sources_tell_at_a_time_is_shown_once(root: Path) -> None:
    shown: list[State] = []

    async def run() -> None:
        live = LiveWorkspace(root, False, (), lambda: shown.append(live.state))
        await live.read_files(whole=True)
        told = ({f"tracker {n}": Told(Runs, Runs())} for n in range(10))
        await asyncio.gather(*(live._enter(each) for each in told))  # pyright: ignore[reportPrivateUsage]
        await live._enter({})  # pyright: ignore[reportPrivateUsage]
        assert {f"tracker {n}" for n in range(10)} <= live.project.facts.told.keys()

    asyncio.run(run())
    assert [bool(state.boards) for state in shown] == [False, True, True, True]


def test_what_is_worked_out_is_freed_without_the_garbage_collector() -> None:
    text = "---\nid: EXP-1\nstatus: running\nstarted: 2026-11-02\nsuccess_criteria: val_f1 >= 0.7\n---\n"
    runs = Runs.of([Run("mlflow", "8f3c21", "owl", True, "finished", None, None, {"loss": 0.3}, item="EXP-1")])
    project = Project().with_files([parse("tracks/experiments/EXP-1.md", text)])
    project = project.with_facts(Facts(Clock({"": date(2026, 11, 16)})).with_told({"mlflow": Told(Runs, runs)}))
    assert State().later(project).boards  # the grammar of criteria is built once
    gc.collect()
    gc.disable()
    State().later(project)
    assert gc.collect() == 0
    gc.enable()


def test_a_board_that_moves_is_read_at_its_new_place(root: Path) -> None:
    (root / "dualtrack.yaml").write_text("{}\n")

    async def talk(live: LiveWorkspace) -> None:
        (root / "work" / "tasks").mkdir(parents=True)
        (root / "work" / "tasks" / "TASK-3.md").write_text("")
        (root / "dualtrack.yaml").write_text("root: work\n")
        await live.read_files(paths=("dualtrack.yaml",))
        assert set(live.project.items) == {"TASK-3"}

    async def run() -> None:
        live = LiveWorkspace(root, False, (), lambda: None)
        await live.read_files(whole=True)
        await talk(live)

    asyncio.run(run())


def test_what_is_settled_while_nothing_new_is_told_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(live: LiveWorkspace) -> None:
        live.edit(TASK, "---\nid: TASK-1\nstatus: don\n---\n", typing=True)
        assert live.state.held
        held_up = HeldUp(lambda facts, _: facts)
        with monkeypatch.context() as slow:
            slow.setattr(Facts, "with_told", lambda *arguments: held_up(*arguments))
            entering = asyncio.create_task(live._enter({"mlflow": None}))  # pyright: ignore[reportPrivateUsage]
            await asyncio.to_thread(held_up.begun.wait, 10)
            live.settle(TASK)
            held_up.go_on.set()
            await entering
        assert not live.state.held
        assert live.state.drawn_project is live.project

    reading(root, talk)


def test_a_file_that_is_closed_while_the_disk_is_read_is_as_the_disk_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(live: LiveWorkspace) -> None:
        live.edit(TASK, "---\nid: TASK-1\ntitle: Not saved\n---\n", typing=False)
        held_up = HeldUp(live.workspace.disk.changed)
        with monkeypatch.context() as slow:
            slow.setattr(live.workspace.disk, "changed", held_up)
            asked = asyncio.create_task(live.read_files())
            await asyncio.to_thread(held_up.begun.wait, 10)
            live.close(TASK)
            held_up.go_on.set()
            await asked
        await live.read_files(paths=(TASK,))  # as the closed file asks for
        assert live.project.documents[TASK].text == "---\nid: TASK-1\n---\n"

    reading(root, talk)


def test_sources_hear_of_a_changed_file_also_where_the_files_could_not_be_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dualtrack.workspace.live._AFTER_FAILURE_SECONDS", 0.0)

    async def run() -> None:
        live = LiveWorkspace(root, False, (), lambda: None)
        live.start()
        woken = list[str]()
        async with asyncio.timeout(10):
            while not live.state.boards:
                await asyncio.sleep(0.01)
            reread = live.workspace.reread

            def fails(*_: Any) -> Project:
                monkeypatch.setattr(live.workspace, "reread", reread)
                raise OSError("gone for a moment")

            monkeypatch.setattr(live.workspace, "reread", fails)
            monkeypatch.setattr(live.workspace.sources, "wake", woken.extend)
            live.files_changed(("mlflow.db",))
            while "mlflow.db" not in woken:
                await asyncio.sleep(0.01)
        live.stop()

    asyncio.run(run())


def test_a_board_that_could_not_be_drawn_at_first_is_drawn_at_the_next_reading(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dualtrack.workspace.live._AFTER_FAILURE_SECONDS", 0.0)

    async def run() -> None:
        live = LiveWorkspace(root, False, (), lambda: None)
        with monkeypatch.context() as broken:
            broken.setattr(State, "drawn", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await live.read_files(whole=True)
        live.start()
        async with asyncio.timeout(10):
            while not (live.state.boards and live.project.facts.told):
                await asyncio.sleep(0.01)
        live.stop()

    asyncio.run(run())
