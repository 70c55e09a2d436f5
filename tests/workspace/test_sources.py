"""What is asked of the sources, and when, met in this process."""

import asyncio
from pathlib import Path

import pytest
from dualtrack.adapters.access import user_access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.notebooks import WorkTreeNotebooks
from dualtrack.adapters.sources.pipelines import WorkTreePipelines
from dualtrack.facts.cited_commits import CitedCommits
from dualtrack.facts.facts import Told
from dualtrack.facts.notebooks import Notebooks
from dualtrack.facts.runs import Runs
from dualtrack.workspace.live import LiveWorkspace
from dualtrack.workspace.sources import Asking
from dualtrack.workspace.workspace import Workspace

from tests.workspace.conftest import TASK, HeldUp


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
        sources, planned = live.workspace.sources, HeldUp(live.workspace.sources.plan, works_first=True)
        (asking,) = sources.plan(live.project, (Notebooks,)).due
        monkeypatch.setattr(sources, "plan", planned)
        keeping = asyncio.create_task(live._keep_facts())  # pyright: ignore[reportPrivateUsage]
        await asyncio.to_thread(planned.begun.wait, 10)
        asking.told = Told(Notebooks, Notebooks())
        await live._enter(sources.answered(asking, asking.told))  # pyright: ignore[reportPrivateUsage]
        assert not shown[-1]
        shown.clear()
        planned.go_on.set()
        async with asyncio.timeout(10):
            while not shown:
                await asyncio.sleep(0.01)
        keeping.cancel()
        assert not any(shown)

    asyncio.run(run())
