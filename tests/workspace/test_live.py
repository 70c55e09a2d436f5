"""What goes on beside the requests, met in this process where a client cannot say when."""

import asyncio
import gc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from dualtrack.adapters.access import user_access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.notebooks import WorkTreeNotebooks
from dualtrack.adapters.sources.pipelines import WorkTreePipelines
from dualtrack.facts.cited_commits import CitedCommits
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.runs import Runs
from dualtrack.files.document import parse
from dualtrack.model.run import Run
from dualtrack.project.project import Project
from dualtrack.workspace.live import LiveWorkspace
from dualtrack.workspace.sources import Asking, Schedule
from dualtrack.workspace.state import State
from dualtrack.workspace.workspace import Workspace

TASK = "tracks/tasks/TASK-1.md"
LATER = "tracks/tasks/TASK-2.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / TASK).parent.mkdir(parents=True)
    (tmp_path / TASK).write_text("---\nid: TASK-1\n---\n")
    return tmp_path


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


def test_a_source_that_is_woken_while_it_is_asked_is_asked_again(root: Path) -> None:
    class Reader(WorkTreeNotebooks):
        def read(self, needs: None, before: Notebooks | None) -> Notebooks:
            asking.wake_for("a.ipynb")
            return Notebooks()

    asking = Asking("notebooks", Reader(WorkspaceFolder(root, Listing(root), user_access(False, False)), ""), None)
    assert asking.is_due(lambda folder: None)
    asking.ask()
    assert asking.is_due(lambda folder: None)


def test_nothing_is_known_of_runs_before_every_tracker_has_answered(root: Path) -> None:
    trackers = "mlflow: {type: mlflow, uri: 'sqlite:///mlflow.db'}, far: {type: mlflow, uri: 'http://127.0.0.1:9'}"
    (root / "dualtrack.yaml").write_text(f"trackers: {{{trackers}}}\n")
    workspace = Workspace(root, user_access(trusted=True, network=True))
    project = workspace.read()
    told = workspace.sources.plan(project).told
    project = project.with_facts(project.facts.with_told(told))
    assert {each.why for each in project.facts.unknown(Runs)} == {"pending"}
    (root / "dualtrack.yaml").write_text("trackers: {}\n")
    later = workspace.read_files(project, {}, whole=False)
    told = workspace.sources.plan(later).told
    assert later.facts.with_told(told).unknown(Runs) == ()


def test_a_path_that_no_system_has_costs_one_source(root: Path) -> None:
    (root / "dualtrack.yaml").write_text('repositories: {x: "../a\\0b"}\n')
    project = Workspace(root, user_access(trusted=True, network=False, clones=None)).read(None)
    assert project.facts.unknown(Notebooks) == ()


def test_an_answer_that_nobody_needs_any_more_comes_too_late(root: Path) -> None:
    (root / TASK).write_text("---\nid: TASK-1\n---\n## Definition of Done\n- [x] Reviewed — aaaaaaa1\n")
    workspace = Workspace(root, user_access(trusted=True, network=False))
    project = workspace.read()
    (asking,) = workspace.sources.plan(project, (CitedCommits,)).due
    for text, answers in (("aaaaaaa1", 1), ("as seen", 0), ("aaaaaaa1", 0)):
        project = project.with_file(TASK, f"---\nid: TASK-1\n---\n## Definition of Done\n- [x] Reviewed — {text}\n")
        project = project.with_facts(project.facts.with_told(workspace.sources.plan(project).told))
        told = workspace.sources.answered(asking, Told(CitedCommits, CitedCommits()))
        assert len(told) == answers
        project = project.with_facts(project.facts.with_told(told))


def test_a_dag_right_in_its_folder_wakes_the_pipelines(root: Path) -> None:
    pipelines = WorkTreePipelines(WorkspaceFolder(root, Listing(root), user_access(False, False)), "")
    for path in ("dags/x.py", "a/dags/x.py", "dags/deep/x.py", "Jenkinsfile", ".github/workflows/ci.yml"):
        assert pipelines.is_about(path, None), path
    assert not pipelines.is_about("src/x.py", None)


def test_what_is_settled_while_nothing_new_is_told_stays(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(live: LiveWorkspace) -> None:
        live.edit(TASK, "---\nid: TASK-1\nstatus: don\n---\n", typing=True)
        assert live.state.held
        begun, go_on = Event(), Event()

        def slowly(facts: Facts, told: Any) -> Facts:
            begun.set()
            go_on.wait(10)
            return facts

        with monkeypatch.context() as slow:
            slow.setattr(Facts, "with_told", slowly)
            entering = asyncio.create_task(live._enter({"mlflow": None}))  # pyright: ignore[reportPrivateUsage]
            await asyncio.to_thread(begun.wait, 10)
            live.settle(TASK)
            go_on.set()
            await entering
        assert not live.state.held
        assert live.state.drawn_project is live.project

    reading(root, talk)


def test_a_file_that_is_closed_while_the_disk_is_read_is_as_the_disk_says(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def talk(live: LiveWorkspace) -> None:
        live.edit(TASK, "---\nid: TASK-1\ntitle: Not saved\n---\n", typing=False)
        begun, go_on = Event(), Event()
        changed = live.workspace.disk.changed

        def slowly(folders: Any, whole: bool) -> Any:
            begun.set()
            go_on.wait(10)
            return changed(folders, whole)

        with monkeypatch.context() as slow:
            slow.setattr(live.workspace.disk, "changed", slowly)
            asked = asyncio.create_task(live.read_files())
            await asyncio.to_thread(begun.wait, 10)
            live.close(TASK)
            go_on.set()
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


def test_what_fills_a_fact_is_asked_again_while_another_thread_plans(root: Path) -> None:
    class Looked(Asking):
        @property
        def is_busy(self) -> bool:  # pyright: ignore[reportIncompatibleVariableOverride]
            sources._askings["other"] = self  # pyright: ignore[reportPrivateUsage] - as a plan does
            return False

        @is_busy.setter
        def is_busy(self, value: bool) -> None: ...

    workspace = Workspace(root, user_access(False, False))
    sources = workspace.sources
    project = workspace.read()
    sources.plan(project)
    asking = Looked("notebooks:", WorkTreeNotebooks(workspace.folder, ""), None)
    sources._askings = {"notebooks:": asking}  # pyright: ignore[reportPrivateUsage]
    assert set(sources.ask_again(Notebooks)) == {"notebooks:"}


def test_what_was_planned_before_an_answer_came_does_not_take_it_back(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[bool] = []

    async def run() -> None:
        live = LiveWorkspace(root, False, (), lambda: shown.append(bool(live.project.facts.unknown(Notebooks))))
        await live.read_files(whole=True)
        sources, plan, answered = live.workspace.sources, live.workspace.sources.plan, Event()

        def slowly(project: Project) -> Schedule:
            planned = plan(project)
            answered.wait(10)
            return planned

        (asking,) = sources.plan(live.project, (Notebooks,)).due
        monkeypatch.setattr(sources, "plan", slowly)
        keeping = asyncio.create_task(live._keep_facts())  # pyright: ignore[reportPrivateUsage]
        await asyncio.sleep(0.1)
        asking.told = Told(Notebooks, Notebooks())
        await live._enter(sources.answered(asking, asking.told))  # pyright: ignore[reportPrivateUsage]
        assert not shown[-1]
        shown.clear()
        answered.set()
        await asyncio.sleep(0.3)
        keeping.cancel()
        assert shown and not any(shown)

    asyncio.run(run())
