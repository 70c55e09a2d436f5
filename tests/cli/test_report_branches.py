"""What `dualtrack report` says of what has another status on another branch."""

from pathlib import Path

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call
from tests.cli.reported import report


def test_what_is_in_progress_on_another_branch_has_begun(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")
    files = {f"tracks__tasks__TASK-{number}_md": "---\nstatus: backlog\nsprint: sprint-1\n---\n" for number in (1, 2)}
    files["tracks__experiments__EXP-1_md"] = "---\nstatus: proposed\nhypothesis: It helps\nsprint: sprint-1\n---\n"
    files["tracks__sprints__sprint-1_yaml"] = "start: 2026-11-09\nend: 2026-11-20\n"
    repository.commit("board", "2026-11-10T10:00:00Z", **files)
    repository.git("switch", "-q", "-c", "work")
    begun = {"tracks__tasks__TASK-1_md": files["tracks__tasks__TASK-1_md"].replace("backlog", "in-progress")}
    running = "running\nstarted: 2026-11-11\ntimebox_days: 4"
    begun["tracks__experiments__EXP-1_md"] = files["tracks__experiments__EXP-1_md"].replace("proposed", running)
    repository.commit("begin", "2026-11-11T10:00:00Z", **begun)
    repository.git("switch", "-q", "main")
    task = "**TASK-1**: In progress on the branch work."
    trial = "**EXP-1**: Investigating on the branch work whether it helps; the decision was due on 15 November 2026, 1 day ago."
    for kind in ("weekly", "standup", "review"):
        said = report(call, repository, kind)
        assert task in said and trial in said and "Not begun" not in said.partition("**TASK-2**")[0]
    assert "0 of 3 items done, 2 under way, 1 not begun." in report(call, repository, "mid-sprint")
    said = report(call, repository, "stakeholder")
    assert "0 of 3 pieces of work done, 2 under way, 1 not begun." in said
    assert "**EXP-1**: The decision about whether it helps is 1 day late." in said
    late = "**EXP-1**: Was to be decided by 15 November 2026, 1 day ago."
    assert late in said and all(late in report(call, repository, kind) for kind in ("weekly", "mid-sprint"))
    ready, begun_ = report(call, repository, "sprint-plan").split("## What has begun?")
    assert (
        task in begun_ and "Running on the branch work." in begun_ and "TASK-1" not in ready.partition("## What is ready?")[2]
    )
    ended = call("report", "review", "--sprint", "sprint-1", "--today", "2026-11-23", cwd=repository.folder).out
    assert "**EXP-1**: Not done when the sprint ended; running on the branch work, in no later sprint." in ended
    assert "**TASK-2**: Still backlog, in no later sprint." in ended


def test_what_is_decided_on_another_branch_is_not_still_to_be_decided(tmp_path: Path, call: Call) -> None:
    repository, path = Repository(tmp_path / "new"), "tracks__experiments__EXP-1_md"
    trial = "---\nstatus: {}\nstarted: 2026-11-10\ntimebox_days: 2\nhypothesis: It helps\nmodel: churn@1.2\n---\n"
    version = {"tracks__models__churn_md": "---\nid: churn@1.2\nstage: experiment\n---\n"}
    repository.commit("board", "2026-11-10T10:00:00Z", **version, **{path: trial.format("proposed")})
    repository.git("switch", "-q", "-c", "work")
    repository.commit("decide", "2026-11-11T10:00:00Z", **{path: trial.format("decided\ndecision: ship")})
    repository.git("switch", "-q", "main")
    for kind in ("weekly", "standup", "stakeholder"):
        said = report(call, repository, kind)
        assert "**EXP-1**: Decided on the branch work, which is not merged yet: whether it helps." in said
        assert "Investigating" not in said and "to be decided" not in said.casefold()


def test_a_decision_that_is_due_only_on_another_branch_is_told(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "new")
    repository.commit("board", "2026-11-10T10:00:00Z", tracks__tasks__TASK_1_md="---\nstatus: backlog\n---\n")
    repository.git("switch", "-q", "-c", "work")
    trial = "---\nid: EXP-7\ntitle: Ages\nstatus: running\nstarted: 2026-11-10\ntimebox_days: 4\n---\n"
    repository.commit("EXP-7: begin", "2026-11-11T10:00:00Z", **{"tracks__experiments__EXP-7_md": trial})
    repository.git("switch", "-q", "main")
    where = "**EXP-7 Ages**: Under investigation on the branch work, and not here;"
    due = f"{where} the decision was due on 14 November 2026, 2 days ago."
    assert all(due in report(call, repository, kind) for kind in ("standup", "weekly"))
    assert (
        "on the branch work the timebox of EXP-7 ended on 2026-11-14, 2 days ago"
        in call("now", "--today", "2026-11-16", cwd=repository.folder).out
    )
    assert call("now", "--assignee", "ana", "--today", "2026-11-16", cwd=repository.folder).out == "nothing needs anybody now\n"
