"""What a command cannot know it says on stderr, so that silence is not taken for none."""

from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

RULES = ("stale-work",)

TASK = "tracks__tasks__TASK-1_md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "fraud")
    repository.commit("Closes TASK-1", **{TASK: "---\nstatus: review\n---\n"})
    return repository


@pytest.mark.parametrize(
    "asked", [["check"], ["check", "--format", "json"], ["sync"], ["journey", "TASK-1"], ["log", "TASK-1"], ["show", "TASK-1"]]
)
def test_git_that_fails(repository: Repository, call: Call, asked: list[str]) -> None:
    (repository.folder / ".git" / "config").write_text("[core\n")
    done = call(*asked, "-C", str(repository.folder))
    said = done.out if asked[0] == "show" else done.err
    assert said.count("bad config") == 1
    assert done.code == 0
    assert asked[0] == "show" or done.err.startswith("dualtrack: git cannot be read: fatal: ")


def test_git_that_fails_is_said_to_programs_that_ask_for_an_item(repository: Repository, call: Call) -> None:
    (repository.folder / ".git" / "config").write_text("[core\n")
    done = call("show", "TASK-1", "--format", "json", "-C", str(repository.folder))
    assert done.err.count("bad config") == 1


def test_where_all_is_known_nothing_is_said(repository: Repository, call: Call) -> None:
    for command in ("log", "journey", "show"):
        done = call(command, "TASK-1", "-C", str(repository.folder))
        assert (done.code, done.err) == (0, "")
        assert "Older" not in done.out


def test_a_clone_without_the_older_commits(repository: Repository, call: Call, tmp_path: Path) -> None:
    text = "---\nstatus: in-progress\nstarted: 2026-09-01\n---\n## Definition of Done\n- [ ] reviewed\n"
    repository.commit("TASK-1 begin", **{TASK: text})
    repository.commit("Other work", other_py="1")
    repository.git("clone", "-q", "--depth", "1", repository.folder.as_uri(), str(tmp_path / "shallow"))
    where = ("-C", str(tmp_path / "shallow"), "--today", "2026-12-20")
    assert "stale-work" in call("check", "-C", str(repository.folder), "--today", "2026-12-20").out
    assert "stale-work" not in call("check", *where).out
    for command in ("log", "journey"):
        assert call(command, "TASK-1", *where).err == "dualtrack: Older commits are not in this clone\n"
    assert "Older commits are not in this clone" in call("show", "TASK-1", *where).out


def test_metrics_in_the_cache_of_dvc_are_said_of_the_experiment_that_lacks_them(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "fraud")
    (repository.folder / "dvc.yaml").write_text("stages:\n  train:\n    metrics: [out.json]\n")
    (repository.folder / "dvc.lock").write_text("stages:\n  train:\n    outs:\n    - {path: out.json, md5: bb}\n")
    (repository.folder / ".gitignore").write_text("/out.json\n")
    running = "---\nstatus: running\nstarted: 2026-11-10\nhypothesis: x\ntimebox_days: 10\nsuccess_criteria: f1 >= 0.7\n---\n"
    items = {"EXP-1": running, "EXP-2": running.replace("status: running", "status: decided\ndecision: ship")}
    repository.commit("Start", **{f"tracks__experiments__{id}_md": text for id, text in items.items()})
    repository.commit("Task", **{"tracks__tasks__TASK-1_md": "---\n---\n"})
    why = "Metrics in out.json are not all read, since DVC's cache in this folder lacks some of them"
    place = ("--trust", "-C", str(repository.folder))
    for command in ("check", "board", "now", "ready", "brief"):
        assert not call(command, *place).err
    for asked in (["show", "EXP-1"], ["show", "EXP-2"], ["report", "standup"]):
        done = call(*asked, *place)
        assert (done.out.count(why), done.err) == (1, "")
    assert why in call("show", "EXP-1", "--format", "json", *place).err
    assert why not in call("show", "TASK-1", *place).out


def test_runs_that_cannot_be_read_are_not_said_to_be_missing(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "fraud")
    (repository.folder / "dvc.yaml").write_bytes(b"\xff")
    text = "---\nstatus: running\nstarted: 2026-11-10\nhypothesis: x\ntimebox_days: 10\nsuccess_criteria: f1 >= 0.7\n---\n"
    repository.commit("Start", **{"tracks__experiments__EXP-1_md": text})
    why = "Not all runs are known: dvc.yaml (this file is not UTF-8: byte 0xff in line 1)"
    place = ("--trust", "-C", str(repository.folder))
    assert why in call("board", *place).err
    shown = call("show", "EXP-1", *place).out
    assert why in shown
    assert "log a first run" not in shown
    said = call("report", "standup", *place).out
    assert "Whether anything is measured is not known." in said
    assert "Nothing is measured yet" not in said
