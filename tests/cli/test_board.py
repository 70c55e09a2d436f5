"""`dualtrack board` with filters."""

import json
from pathlib import Path

import pytest
from dualtrack.features.filters import filtered

from tests.adapters.git_repository import Repository
from tests.cli.commands import board
from tests.cli.conftest import Call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    board(tmp_path, EXP_1="---\nstatus: running\nassignee: [Ana Ruiz, ben]\nmodel: fraud@1.2\n---\n", SPIKE_2="")
    (tmp_path / "dualtrack.yaml").write_text(
        "tracks: {production: {statuses: [backlog, {in-progress: {wip: 1}}, review], closed: [done]}}\n"
        "members: {ana: {name: Ana Ruiz, role: researcher}, ben: {role: MLOps engineer}}\n"
    )
    for name, text in {
        "tasks/TASK-1 One.md": "---\nstatus: in progress\nrole: ml-engineer\ntype: ab-test\nsprint: sprint-5\n---\n",
        "tasks/TASK-2 Two.md": "---\nstatus: in progress\nassignee: ben\n---\n",
        "tasks/DATA-3 Three.md": "---\nrole: data engineer\n---\n",
        "sprints/sprint-5.yaml": "experiments: [exp-01]\nproduct-tasks: [{feature: Front-end}]\n",
    }.items():
        path = tmp_path / "tracks" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "cards"),
    [
        ((), "DATA-3 EXP-1 SPIKE-2 TASK-1 TASK-2 sprint-5/feature:front-end"),
        (("--track", "Data"), "DATA-3"),
        (("--track", "data", "--track", "research"), "DATA-3 EXP-1 SPIKE-2"),
        (("--role", "ML Engineer", "--role", "data_engineer"), "DATA-3 TASK-1"),
        (("--role", "mlops-engineer"), "EXP-1 TASK-2"),
        (("--role", "researcher"), "EXP-1"),
        (("--type", "AB test"), "TASK-1"),
        (("--type", "spike", "--type", "experiment"), "EXP-1 SPIKE-2"),
        (("--assignee", "@anaruiz"), "EXP-1"),
        (("--assignee", "ana"), "EXP-1"),
        (("--assignee", "ben", "--track", "production"), "TASK-2"),
        (("--sprint", "Sprint 5"), "EXP-1 TASK-1 sprint-5/feature:front-end"),
        (("--sprint", "5"), "EXP-1 TASK-1 sprint-5/feature:front-end"),
        (("--model", "Fraud@1.2"), "EXP-1"),
        (("--assignee", "nobody"), ""),
    ],
)
def test_json(folder: Path, call: Call, arguments: tuple[str, ...], cards: str) -> None:
    shown = json.loads(call("board", "--format", "json", *arguments).out)
    assert " ".join(sorted(shown["cards"])) == cards
    placed = [
        key for board in shown["boards"] for track in board["tracks"] for column in track["columns"] for key in column["cards"]
    ]
    assert sorted(placed) == sorted(shown["cards"])


def test_text(folder: Path, call: Call) -> None:
    assert call("board", "--track", "production").out == (
        "\nPRODUCTION\n  backlog 1\n    ○ Front-end\n  in-progress 2\n    ● TASK-1 One\n    ● TASK-2 Two  ben\n"
    )
    done = call("board", "--assignee", "nobody", "--sprint", "7")
    assert (done.code, done.out) == (0, "no card is of this kind\n")
    assert done.err == "no item has the assignee nobody; there are Ana Ruiz, ben\nno item has the sprint 7; there is sprint-5\n"


def test_nothing_asked_is_the_board_itself() -> None:
    from dualtrack.features.board import board as boards_of

    from tests.fixture import parse

    project = parse("-- tracks/tasks/TASK-1.md --\n").project
    boards = boards_of(project)
    assert filtered(boards, {}) is boards


def test_a_board_without_items_says_so_and_which_branch_has_some(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "repository")
    where = ("-C", str(repository.folder), "--today", "2026-11-16")
    config = {"backlog__config_yml": "project_name: x\nstatuses: [To Do, Done]\n"}
    repository.commit("empty", at="2026-11-09T10:00:00Z", **config)
    for command in ("board", "now", "ready", "brief"):
        assert call(command, *where).out.endswith("there is no item here; dualtrack new task makes one\n")
    repository.git("switch", "-qc", "board")
    task = {"backlog__tasks__task-1 - Clean_md": "---\nid: TASK-1\nstatus: To Do\n---\n"}
    repository.commit("plan", at="2026-11-10T10:00:00Z", **task)
    assert "there is no item here" not in call("board", *where).out
    repository.git("switch", "-q", "main")
    for command in ("board", "now", "ready", "brief"):
        assert call(command, *where).out.endswith("there is no item here; items are on board\n")
    assert "Nothing is to be decided, under way or ready to be started.\n" in call("brief", *where).out
