"""`dualtrack flow`, `sprint` and `models`, from a real repository."""

import json
from pathlib import Path

import pytest

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call

RULES = ("model-without-card",)

TASK = "tracks__tasks__TASK-1_md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "repository")
    plan = "start: 2026-11-09\nend: 2026-11-20\nproduct-tasks: [TASK-1]\n"
    texts = {"tracks__sprints__sprint-1_yaml": plan, "tracks__models__fraud_md": "---\nid: fraud@1.0\nstage: testing\n---\n"}
    repository.commit("Plan", at="2026-11-09T10:00:00Z", **texts, **{TASK: "---\nassignee: ana\n---\n"})
    repository.commit("Start", at="2026-11-10T10:00:00Z", **{TASK: "---\nassignee: ana\nstatus: in-progress\n---\n"})
    repository.commit("Done", at="2026-11-13T10:00:00Z", **{TASK: "---\nassignee: ana\nstatus: done\n---\n"})
    return repository


def test_flow_for_people(repository: Repository, call: Call) -> None:
    done = call("flow", "-C", str(repository.folder), "--today", "2026-11-16")
    assert done.out.splitlines()[:7] == [
        "Flow from 2026-11-09 to 2026-11-16",
        "",
        "ITEMS BY STATUS",
        "  production",
        f"    backlog          {'█·······':40}     0",
        f"    in-progress      {'·███····':40}     0",
        f"    done             {'····████':40}     1",
    ]
    assert "  production     3 · 1 done" in done.out


def test_of_fewer_than_three_cycle_times_no_line_is_drawn_that_others_could_be_late_by(tmp_path: Path, call: Call) -> None:
    """Of work that has been seen in progress for no day, no percentage can be told either."""
    repository = Repository(tmp_path / "repository")
    repository.commit("Plan", at="2026-11-09T10:00:00Z", tracks__tasks__TASK_9_md="---\nstatus: backlog\n---\n")

    def done(number: int, day: int, begun: bool = True) -> str:
        file = f"tracks__tasks__TASK-{number}_md"
        for status in ("in-progress", "done")[not begun :]:
            repository.commit(status, at=f"2026-11-{day}T10:00:00Z", **{file: f"---\nstatus: {status}\n---\n"})
        return call("flow", "-C", str(repository.folder), "--today", "2026-11-16").out

    unseen = done(1, 10, begun=False)
    assert "  production     not known · 1 done, not seen in progress\n" in unseen
    assert unseen.endswith(" no day in progress, 1 done\n")
    repository.commit("Start", at="2026-11-11T10:00:00Z", tracks__tasks__TASK_9_md="---\nstatus: in-progress\n---\n")
    done(2, 12)
    few = done(3, 13)
    assert "  production     0, 0 · 2 done · 1 more not seen in progress\n" in few and "longer than" not in few
    enough = done(4, 14)
    assert "50 % 0, 85 % 0, 95 % 0 · 3 done · 1 more not seen" in enough and "5 d · longer than 85 %" in enough


def test_flow_of_a_past_day_for_programs(repository: Repository, call: Call) -> None:
    asked = ("--date", "2026-11-11", "--since", "2026-11-10", "--assignee", "ana", "--format", "json")
    said = json.loads(call("flow", "-C", str(repository.folder), "--today", "2026-11-16", *asked).out)
    assert (said["since"], said["date"], said["first"], said["last"]) == (
        "2026-11-10",
        "2026-11-11",
        "2026-11-09",
        "2026-11-16",
    )
    assert said["bands"] == [{"track": "production", "status": "in-progress", "phase": "active", "counts": [1, 1]}]
    assert call("flow", "-C", str(repository.folder), "--date", "soon").code == 2


def test_what_is_not_known_is_said(tmp_path: Path, call: Call) -> None:
    (tmp_path / "tracks" / "tasks").mkdir(parents=True)
    (tmp_path / "tracks" / "tasks" / "TASK-1.md").write_text("---\nstatus: done\n---\n")
    done = call("flow", "-C", str(tmp_path))
    assert done.out == "Flow\n\nThis folder is in no git repository, which could tell its past\n"
    assert call("sprint", "-C", str(tmp_path)).out == "there is no sprint; dualtrack new sprint makes one\n"
    assert call("models", "-C", str(tmp_path)).out == "there is no model version; dualtrack new model fraud@1.0 makes one\n"


def test_a_sprint(repository: Repository, call: Call) -> None:
    done = call("sprint", "-C", str(repository.folder), "--today", "2026-11-16")
    assert done.out.splitlines()[:2] == ["sprint-1", "  2026-11-09 to 2026-11-20, running, 4 days left"]
    assert "  ████····  0 of 1 tasks left" in done.out
    said = json.loads(call("sprint", "sprint-1", "-C", str(repository.folder), "--today", "2026-11-16", "--format", "json").out)
    assert [report["production"]["left"] for report in said["sprints"]] == [[1, 1, 1, 1, 0, 0, 0, 0]]
    assert said["cards"].keys() == {"TASK-1"}
    assert call("sprint", "TASK-1", "-C", str(repository.folder)).code == 2


def test_models(repository: Repository, call: Call) -> None:
    done = call("models", "-C", str(repository.folder), "--today", "2026-11-16")
    assert done.out.startswith(
        "\nTESTING\n  fraud@1.0 fraud  since 2026-11-09\n    ! fraud@1.0 is in testing without a model card\n"
    )
    said = json.loads(call("models", "-C", str(repository.folder), "--format", "json").out)
    assert [lane["stage"] for lane in said["lanes"] if lane["versions"]] == ["testing"]
