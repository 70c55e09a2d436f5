"""`dualtrack start` in a real repository."""

from pathlib import Path

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call


def test_a_branch_is_made_and_the_card_moved_and_nothing_else(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = tmp_path / "tracks" / "tasks" / "TASK-12.md"
    task.parent.mkdir(parents=True)
    task.write_text("---\nid: TASK-12\ntitle: User feedback front-end\nstatus: backlog\n---\n")
    head = repository.commit("Start")
    hook = tmp_path / ".git" / "hooks" / "post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\ntouch '{tmp_path}/sprung'\n")
    hook.chmod(0o755)
    done = call("start", "TASK-12", cwd=tmp_path)
    assert done.out == "TASK-12 moved to in-progress, on branch task-12-user-feedback-front-end\n"
    assert repository.git("branch", "--show-current") == "task-12-user-feedback-front-end"
    assert repository.git("rev-parse", "HEAD") == head
    assert "status: in-progress\nstarted: 2026-11-16\n" in task.read_text()
    assert not (tmp_path / "sprung").exists()


def test_a_branch_that_is_there_is_left_alone(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    task = tmp_path / "tracks" / "tasks" / "TASK-12.md"
    task.parent.mkdir(parents=True)
    task.write_text("---\nid: TASK-12\nstatus: backlog\n---\n")
    repository.commit("Start")
    repository.git("branch", "task-12")
    refused = call("start", "TASK-12", cwd=tmp_path)
    assert (refused.code, refused.out) == (2, "")
    assert "a branch named 'task-12' already exists" in refused.err
    assert "status: backlog" in task.read_text()
