"""Clones beside a repository, in real folders."""

from pathlib import Path

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
    assert "serving" not in call("show", "TASK-1", cwd=board.folder).out
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
