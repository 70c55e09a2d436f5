"""Clones beside a repository, in real folders."""

from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call


def test_commits_of_a_clone_that_the_board_names_link_only_where_that_is_allowed(tmp_path: Path, call: Call) -> None:
    serving = Repository(tmp_path / "fraud-serving")
    serving.git("remote", "add", "origin", "git@github.com:acme/fraud-serving.git")
    hash = serving.commit("TASK-1 serve", Dockerfile="FROM x")
    board = Repository(tmp_path / "fraud")
    (board.folder / "tracks" / "tasks").mkdir(parents=True)
    (board.folder / "tracks" / "tasks" / "TASK-1.md").write_text("---\nid: TASK-1\nrepo: serving\n---\n")
    board.commit("TASK-1 plan", dualtrack_yaml="repositories: {serving: ../fraud-serving, gone: ../gone}\n")
    shown = call("show", "TASK-1", cwd=board.folder).out
    assert "Commits 1" in shown
    assert "Commits of serving are not read: open the folder in the same window, or use --trust" in shown
    shown = call("show", "TASK-1", "--trust", cwd=board.folder).out
    assert f"{hash[:8]} (https://github.com/acme/fraud-serving/commit/{hash}) serving: TASK-1 serve" in shown
    assert "Commits 2" in shown


def test_commits_of_a_clone_are_in_the_journey_and_set_items_where_that_is_allowed(tmp_path: Path, call: Call) -> None:
    serving = Repository(tmp_path / "fraud-serving")
    serving.commit("Closes TASK-1", Dockerfile="FROM x")
    board = Repository(tmp_path / "fraud")
    (board.folder / "tracks" / "tasks").mkdir(parents=True)
    (board.folder / "tracks" / "tasks" / "TASK-1.md").write_text("---\nid: TASK-1\nrepo: serving\nstatus: review\n---\n")
    board.commit("Plan", dualtrack_yaml="repositories: {serving: ../fraud-serving}\n")
    assert "Dockerfile" not in call("journey", "TASK-1", cwd=board.folder).out
    assert "  serving/Dockerfile\n" in call("journey", "TASK-1", "--trust", cwd=board.folder).out
    assert call("sync", "--dry-run", cwd=board.folder).out == "0 items behind git\n"
    assert call("sync", "--dry-run", "--trust", cwd=board.folder).out.endswith("\n1 item behind git\n")


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_in_a_partial_clone_a_commit_is_not_taken_for_the_last_word(tmp_path: Path, call: Call, left_out: str) -> None:
    board = Repository(tmp_path / "fraud")
    board.git("config", "uploadpack.allowFilter", "true")
    task = board.folder / "tracks" / "tasks" / "TASK-1.md"
    task.parent.mkdir(parents=True)
    text = "---\nid: TASK-1\nstatus: {}\n---\n## Definition of Done\n- [x] reviewed\n"
    for status, message in (("review", "Plan"), ("done", "Closes TASK-1"), ("review", "The load test failed")):
        task.write_text(text.format(status))
        board.commit(message)
    clone = tmp_path / "clone"
    board.git("clone", "-q", "--no-local", f"--filter={left_out}", f"file://{board.folder}", str(clone))
    assert "status-behind-commits" not in call("check", cwd=clone).out
    assert call("sync", cwd=clone).out == "0 items behind git\n"
    assert "this is a partial clone" in call("show", "TASK-1", cwd=clone).out.lower()
