"""What the pasts of all items tell is read once, however much is typed."""

from datetime import date
from pathlib import Path

import pytest
from dualtrack.facts.pasts import Pasts
from dualtrack.model.sprint import Sprint
from dualtrack.project.identity import renamed
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import scope_on
from dualtrack.table import Table
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository

TASK = "---\nid: {}\nsprint: sprint-1\n---\nWhat the alert has to do, in some words of its own.\n"
SPRINT = "id: sprint-1\nstart: 2026-11-09\nend: 2026-11-13\n"


@pytest.fixture
def before(tmp_path: Path) -> Project:
    repository = Repository(tmp_path)
    repository.commit("plan", tracks__tasks__a_md=TASK.format("TASK-6"), tracks__sprints__sprint_1_yaml=SPRINT)
    repository.commit("operations", tracks__tasks__a_md=TASK.format("OPS-6"))
    return read_repository(str(tmp_path), "2026-11-20", trust=False).project


def typed(before: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The project once another file was typed in, from when on nobody may read the pasts of all items."""
    items, pasts = Table.items, before.facts[Pasts].by_id

    def some(table: Table[object, object]) -> object:
        assert table is not pasts
        return items(table)

    monkeypatch.setattr(Table, "items", some)
    return before.with_file("tracks/wiki/note.md", "TASK-6")


def test_what_is_in_a_sprint(before: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(project: Project) -> list[frozenset[str]]:
        sprint = project.items["SPRINT-1"]
        assert isinstance(sprint, Sprint)
        return scope_on(project, sprint, [date(2026, 11, 13)])

    assert held(before) == [{"OPS-6"}]
    assert held(typed(before, monkeypatch)) == [{"OPS-6"}]


def test_what_had_an_id_before(before: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert renamed(before, "TASK-6") is before.items["OPS-6"]
    project = typed(before, monkeypatch)
    assert renamed(project, "TASK-6") is project.items["OPS-6"]
    assert renamed(project, "TASK-7") is None
