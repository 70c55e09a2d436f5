"""`dualtrack start` in a real repository."""

from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

TASK = "---\nid: TASK-12\ntitle: User feedback front-end\nstatus: backlog\n---\n"
BRANCH = "task-12-user-feedback-front-end"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path)
    repository.git("config", "user.name", "Ana Ruiz")
    repository.git("config", "user.email", "ana@example.org")
    (tmp_path / "tracks" / "tasks").mkdir(parents=True)
    task(repository).write_text(TASK)
    repository.commit("Start")
    return repository


def task(repository: Repository) -> Path:
    return repository.folder / "tracks" / "tasks" / "TASK-12.md"


def test_a_branch_is_made_and_the_card_moved_and_nothing_else(repository: Repository, call: Call) -> None:
    head = repository.git("rev-parse", "HEAD")
    sprung = repository.folder / "sprung"
    hook = repository.folder / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{sprung}'\n")
    hook.chmod(0o755)
    done = call("start", "TASK-12", cwd=repository.folder)
    assert done.out == f"TASK-12 moved to in-progress on branch {BRANCH}, assigned to Ana Ruiz\n"
    assert repository.git("branch", "--show-current") == BRANCH
    assert repository.git("rev-parse", "HEAD") == head
    started = "status: in-progress\nstarted: 2026-11-16\nassignee: Ana Ruiz\n"
    assert task(repository).read_text() == TASK.replace("status: backlog\n", started)
    assert not sprung.exists()


def test_work_goes_on_where_it_was_left(repository: Repository, call: Call) -> None:
    repository.git("switch", "--quiet", "--create", "task-12-form")
    task(repository).write_text(TASK.replace("backlog", "in-progress\nassignee: [ben]"))
    repository.commit("TASK-12 Begin")
    repository.git("switch", "--quiet", "main")
    done = call("start", "TASK-12", cwd=repository.folder)
    assert done.out == "TASK-12 continues on branch task-12-form\n"
    assert repository.git("branch", "--show-current") == "task-12-form"
    assert "in-progress\nassignee: [ben]\n" in task(repository).read_text()
    assert repository.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("members", "written"),
    [
        ("members: {ana: {email: Ana@Example.org}}", "assignee: ana\n"),
        ("members: {ruiz: {name: ana ruiz}}", "assignee: ruiz\n"),
        ("members: {ben: {}}", ""),
    ],
)
def test_a_team_knows_whoever_starts_by_name_or_address(repository: Repository, call: Call, members: str, written: str) -> None:
    (repository.folder / "dualtrack.yaml").write_text(members)
    call("start", "TASK-12", cwd=repository.folder)
    assert f"started: 2026-11-16\n{written}---\n" in task(repository).read_text()


def test_an_empty_list_of_people_stays_a_list(repository: Repository, call: Call) -> None:
    task(repository).write_text(TASK.replace("status:", "assignee: []\nstatus:"))
    call("start", "TASK-12", cwd=repository.folder)
    assert "assignee: [Ana Ruiz]\n" in task(repository).read_text()


def test_what_git_refuses_leaves_everything(repository: Repository, call: Call) -> None:
    refused = call("start", "TASK-12", "--branch", "a..b", cwd=repository.folder)
    assert (refused.code, refused.out) == (2, "")
    assert "a..b was not checked out: fatal: 'a..b' is not a valid branch name" in refused.err
    assert task(repository).read_text() == TASK
