"""`dualtrack log`: what happened to an item, from a real repository."""

import json
from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

PATH = "tracks__tasks__TASK-1_md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    repository.commit("Plan", **{PATH: "---\ntitle: Clean\n---\n"})
    repository.commit("Start\n\nThe data is there.", **{PATH: "---\ntitle: Clean\nstatus: in-progress\n---\n"})
    (repository.folder / "tracks/tasks/TASK-1.md").write_text("---\ntitle: Clean\nstatus: done\n---\n")
    return repository


def test_for_people(repository: Repository, call: Call) -> None:
    done = call("log", "task-1", "-C", str(repository.folder), "--today", "2026-11-13")
    assert done.code == 0
    *lines, gap, stays, cycle = done.out.splitlines()
    start = repository.git("rev-parse", "HEAD")[:8]
    assert lines[0] == "TASK-1 Clean"
    assert lines[1].endswith("Ana Ruiz       created in backlog")
    assert lines[2] == f"2026-11-10  {start}  Ana Ruiz       backlog → in-progress"
    assert lines[3] == f"{'':22}not committed  in-progress → done"
    assert (gap, stays, cycle) == ("", "time in status: backlog 0 days, in-progress 3 days", "cycle time: 3 days")


def test_for_programs(repository: Repository, call: Call) -> None:
    done = call("log", "TASK-1", "-C", str(repository.folder), "--today", "2026-11-13", "--format", "json")
    said = json.loads(done.out)
    assert (done.code, said["id"], said["cycle_days"], said["days_in_status"]) == (
        0,
        "TASK-1",
        3,
        {"backlog": 0, "in-progress": 3},
    )
    assert said["events"][1] == {
        "kind": "status",
        "when": "2026-11-10T10:00:00+00:00",
        "author": "Ana Ruiz",
        "commit": repository.git("rev-parse", "HEAD"),
        "before": "backlog",
        "after": "in-progress",
        "text": "backlog → in-progress",
        "subject": "Start",
        "reason": "The data is there.",
        "day": "2026-11-10",
    }
    assert (said["events"][2]["when"], said["events"][2]["commit"]) == (None, "")


def test_a_clock_that_is_a_day_behind(repository: Repository, call: Call) -> None:
    for status, at in (("review", "2026-11-09T09:00:00Z"), ("done", "2026-11-12T10:00:00Z")):
        repository.commit(f"To {status}", at=at, **{PATH: f"---\ntitle: Clean\nstatus: {status}\n---\n"})
    done = call("log", "task-1", "-C", str(repository.folder), "--today", "2026-11-13")
    *lines, gap, stays, cycle = done.out.splitlines()
    assert [(line[:10], line.rpartition("  ")[2]) for line in lines[1:]] == [
        ("2026-11-10", "created in backlog"),
        ("2026-11-10", "backlog → in-progress"),
        ("2026-11-10", "in-progress → review"),
        ("2026-11-12", "review → done"),
    ]
    assert (gap, stays) == ("", "time in status: backlog 0 days, in-progress 0 days, review 2 days")
    assert cycle == "cycle time: 2 days"
    said = json.loads(call("log", "task-1", "-C", str(repository.folder), "--format", "json").out)
    assert (said["events"][2]["when"], said["events"][2]["day"]) == ("2026-11-09T09:00:00+00:00", "2026-11-10")


def test_the_place_in_a_backlog_folder_outweighs_the_status(tmp_path: Path, call: Call) -> None:
    repository, task = Repository(tmp_path), "---\nid: task-1\nstatus: {}\n---\n"
    config = {"backlog__config_yml": "project_name: Shop\n"}
    repository.commit("draft", "2026-11-02T10:00:00Z", **config, **{"backlog__drafts__task-1_md": task.format("Done")})
    repository.git("mv", "backlog/drafts/task-1.md", "backlog/task-1.md")
    (tmp_path / "backlog/tasks").mkdir()
    repository.git("mv", "backlog/task-1.md", "backlog/tasks/task-1.md")
    repository.commit("begin", "2026-11-04T10:00:00Z", **{"backlog__tasks__task-1_md": task.format("In Progress")})
    (tmp_path / "backlog/completed").mkdir()
    repository.git("mv", "backlog/tasks/task-1.md", "backlog/completed/task-1.md")
    repository.commit("file it", "2026-11-09T10:00:00Z")
    _, *lines, gap, stays, cycle = call("log", "task-1", "-C", str(tmp_path), "--today", "2026-11-13").out.splitlines()
    assert [line.rpartition("  ")[2] for line in lines] == ["created in To Do", "To Do → In Progress", "In Progress → Done"]
    assert (gap, stays, cycle) == ("", "time in status: To Do 2 days, In Progress 5 days", "cycle time: 5 days")


def test_what_was_deleted_has_a_past_still(repository: Repository, call: Call) -> None:
    repository.commit("More", at="2026-11-11T10:00:00Z", **{PATH.replace("1", "9"): "---\ntitle: Cart\n---\n"})
    (repository.folder / "tracks/tasks/TASK-1.md").unlink()
    repository.commit("Drop", at="2026-11-12T10:00:00Z")
    done = call("log", "task-1", "-C", str(repository.folder), "--today", "2026-11-13")
    title, *_, last, gap, stays, cycle = done.out.splitlines()
    dropped = repository.git("rev-parse", "HEAD")[:8]
    assert (done.code, title, last) == (0, "TASK-1 Clean", f"2026-11-12  {dropped}  Ana Ruiz  removed")
    assert (gap, stays, cycle) == ("", "time in status: backlog 0 days, in-progress 1 day", "cycle time: 1 day")
    assert call("log", "TASK-2", "-C", str(repository.folder)).code != 0


def test_what_was_deleted_is_of_the_board_that_knows_its_status(tmp_path: Path, call: Call) -> None:
    repository, task = Repository(tmp_path), "---\nid: {}\nstatus: {}\n---\n"
    boards = {
        "ana__dualtrack_yaml": "project: Ana\n",
        "ana__tracks__tasks__a_md": task.format("TASK-1", "backlog"),
        "bo__dualtrack_yaml": "tracks: {production: {statuses: [sketched, cooking], closed: [served]}}\n",
        "bo__tracks__tasks__a_md": task.format("TASK-2", "sketched"),
    }
    repository.commit("boards", "2026-11-09T10:00:00Z", **boards, bo__tracks__tasks__b_md=task.format("TASK-3", "cooking"))
    repository.commit("serve", "2026-11-11T10:00:00Z", bo__tracks__tasks__b_md=task.format("TASK-3", "served"))
    (tmp_path / "bo/tracks/tasks/b.md").unlink()
    repository.commit("tidy", "2026-11-12T10:00:00Z")
    assert "time in status: cooking 2 days\n" in call("log", "TASK-3", "-C", str(tmp_path), "--today", "2026-11-13").out


def test_without_git(tmp_path: Path, call: Call) -> None:
    folder = tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    (folder / "TASK-1.md").write_text("---\nstatus: done\n---\n")
    done = call("log", "TASK-1", "-C", str(tmp_path))
    assert (done.code, done.out) == (0, "TASK-1\ngit tells nothing of its past\n")
