"""What commands make of other branches, in a real repository."""

import json
from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """TASK-1 in the backlog, in review on feature/x, which has TASK-7 besides."""
    repository = Repository(tmp_path)
    tasks = tmp_path / "tracks" / "tasks"
    tasks.mkdir(parents=True)
    (tasks / "TASK-1.md").write_text("---\ntitle: Front-end\nstatus: backlog\n---\n")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "feature/x")
    (tasks / "TASK-1.md").write_text("---\ntitle: Front-end\nstatus: review\n---\n")
    (tasks / "TASK-7.md").write_text("---\ntitle: Alarm\n---\n")
    repository.commit("Review")
    repository.git("switch", "-q", "main")
    return repository


def test_a_status_on_another_branch_is_shown(repository: Repository, call: Call) -> None:
    assert "\nElsewhere review on feature/x\n" in call("show", "TASK-1").out
    facts = json.loads(call("show", "TASK-1", "--format", "json").out)
    assert facts["elsewhere"] == [{"branch": "feature/x", "status": "review", "path": "tracks/tasks/TASK-1.md"}]


def test_an_item_on_another_branch_only_is_named(repository: Repository, call: Call) -> None:
    for asked in (("show", "task-07"), ("move", "task-07", "review"), ("decide", "task-07", "ship")):
        done = call(*asked)
        assert (done.code, done.out) == (2, "")
        assert "TASK-7 is not here, but on feature/x: tracks/tasks/TASK-7.md" in done.err


def test_a_new_item_gets_the_next_id_of_all_branches(repository: Repository, call: Call, tmp_path: Path) -> None:
    assert call("new", "task", "Next").out == "tracks/tasks/TASK-8 Next.md\n"
    (tmp_path / "rows.csv").write_text("Summary,Issue key,Status\nImported,,To Do\n")
    call("import", "rows.csv", "--source", "jira")
    assert (tmp_path / "tracks" / "tasks" / "TASK-9 Imported.md").is_file()


def test_an_id_that_is_another_item_there_is_found(repository: Repository, call: Call, tmp_path: Path) -> None:
    (tmp_path / "tracks" / "tasks" / "TASK-7 Cart.md").write_text("---\nid: TASK-7\n---\n")
    found = "feature/x gives TASK-7 to another item: Alarm (tracks/tasks/TASK-7.md) [duplicate-id-on-branch]"
    assert found in call("check").out
    repository.commit("Cart")
    assert "duplicate-id-on-branch" not in call("check").out, "what has landed keeps its number"
    repository.git("switch", "--quiet", "feature/x")
    assert "main gives TASK-7 to another item: " in call("check").out


def test_what_was_renumbered_here_is_no_other_item_of_another_branch(call: Call, tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    experiments = tmp_path / "tracks" / "experiments"
    experiments.mkdir(parents=True)
    text = "---\ntitle: Ages\nstatus: {status}\nstarted: 2026-11-01\ntimebox_days: 5\n---\nWhether ages help at all.\n"
    (experiments / "EXP-7 Ages.md").write_text(text.format(status="running"))
    (experiments / "EXP-8 Wider.md").write_text("---\nstatus: proposed\ndepends_on: [EXP-7]\n---\n")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "renumber")
    repository.git("mv", "tracks/experiments/EXP-7 Ages.md", "tracks/experiments/EXP-9 Ages.md")
    repository.commit("Renumber")
    repository.git("switch", "-q", "main")
    (experiments / "EXP-7 Ages.md").write_text(text.format(status="evaluating"))
    repository.commit("Evaluate")
    repository.git("switch", "-q", "renumber")
    today = ("--today", "2026-11-16")
    assert "EXP-9 Ages · evaluating on main · 10 days over" in (told := call("brief", *today).out)
    assert "EXP-7" not in told
    assert "EXP-7" not in call("board", *today).out
    assert "waits for EXP-7, which is EXP-9 now" in call("ready", *today).out
    assert "EXP-7 is EXP-9 now [unknown-reference]" in call("check", *today).out
    assert "EXP-7 is EXP-9 now" in call("move", "EXP-7", "running", *today).err


def test_what_another_branch_renumbered_is_no_other_item(call: Call, tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    experiments = tmp_path / "tracks" / "experiments"
    experiments.mkdir(parents=True)
    text = "---\ntitle: Ages\nstatus: {}\nstarted: 2026-11-01\ntimebox_days: 5\n---\nWhether ages help at all.\n"
    (experiments / "EXP-7 Ages.md").write_text(text.format("running"))
    (experiments / "EXP-8 Wider.md").write_text("---\nstatus: proposed\ndepends_on: [EXP-9]\n---\n")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "renumber")
    repository.git("mv", "tracks/experiments/EXP-7 Ages.md", "tracks/experiments/EXP-9 Ages.md")
    (experiments / "EXP-9 Ages.md").write_text(text.format("evaluating"))
    repository.commit("Renumber")
    repository.git("switch", "-q", "main")
    today = ("--today", "2026-11-16")
    assert "EXP-9" not in (told := call("brief", *today).out)
    assert "EXP-7 Ages · evaluating on renumber · 10 days over" in told
    assert "EXP-9" not in call("now", *today).out
    assert "unknown-reference" not in call("check", *today).out
    assert "EXP-9 is not here, but on renumber" in call("show", "EXP-9").err
    (experiments / "EXP-9 Other.md").write_text("---\ntitle: Other\nstatus: running\n---\n")
    assert "renumber gives EXP-9 to another item: Ages" in call("check", *today).out
    assert "evaluating" not in call("show", "EXP-9").out


def test_the_files_of_a_backlog_folder_are_read_by_its_settings(call: Call, tmp_path: Path) -> None:
    repository, text = Repository(tmp_path), "---\nid: BACK-1\ntitle: Cart\nstatus: {}\n---\nHow goods are put together.\n"
    config = {"backlog__config_yml": "project_name: Shop\ntask_prefix: back\nstatuses: [Planned, In Review, Shipped]\n"}
    start = repository.commit("Start", **config, **{"backlog__tasks__back-1 - Cart_md": text.format("Planned")})
    (tmp_path / "backlog/completed").mkdir()
    repository.git("mv", "backlog/tasks/back-1 - Cart.md", "backlog/completed/back-1 - Cart.md")
    repository.commit("Closes BACK-1", cart_py="1")
    repository.git("switch", "-q", "-c", "other", start)
    assert "status-behind-commits" not in call("check").out
    assert "Elsewhere Shipped on main" in call("show", "BACK-1").out
