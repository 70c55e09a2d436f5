"""Reports on a sprint tell of that sprint, and first of its goal."""

from pathlib import Path

import pytest
from dualtrack.features.reports.outlook import outlook
from dualtrack.model.sprint import Sprint
from dualtrack.project.sprint_room import usual_points
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository
from tests.cli.conftest import Call
from tests.cli.reported import report

SPRINT = "id: sprint-{}\ngoal: Serve it\nstart: {}\nend: {}\nproduct-tasks: [{}]\n"


def sprint(number: int, start: str, end: str, *tasks: str) -> dict[str, str]:
    return {f"tracks__sprints__sprint-{number}_yaml": SPRINT.format(number, start, end, ", ".join(tasks))}


def task(id: str, keys: str) -> dict[str, str]:
    return {f"tracks__tasks__{id}_md": f"---\n{keys}\n---\n"}


@pytest.mark.parametrize(
    ("tasks", "day", "judged"),
    (
        ((), "2026-11-11", "Not known: nothing is in the sprint."),
        (("backlog",) * 2, "2026-11-10", "Not known yet: none of 2 items is done after 2 of 10 working days; 0 are under way."),
        (("in-progress", "backlog"), "2026-11-16", "In doubt: none of 2 items is done after 6 of 10 working days; 1 is"),
        (("backlog",) * 2, "2026-11-19", "Unlikely: none of 2 items is done after 9 of 10 working days; 0 are under way."),
        (
            ("done\nclosed: 2026-11-11",) * 3 + ("review",),
            "2026-11-13",
            "Likely: 3 of 4 items are done after 5 of 10 working days; at that pace the rest takes 2 more, and 5 are left.",
        ),
        (
            ("done\nclosed: 2026-11-11\npoints: 3", "review\npoints: 3"),
            "2026-11-17",
            "Unlikely: 3 of 6 points are done after 7 of 10 working days; at that pace the rest takes 7 more, and 3 are left.",
        ),
        (
            ("done\nclosed: 2026-11-11",) * 3 + ("review\nblocked: {kind: data}",),
            "2026-11-13",
            "In doubt: 3 of 4 items are done after 5 of 10 working days; at that pace the rest takes 2 more, and 5 are left.",
        ),
        (
            ("done\nclosed: 2026-11-11",) * 10 + ("review",) * 9,
            "2026-11-13",
            "Likely: 10 of 19 items are done after 5 of 10 working days; at that pace the rest takes 4.5 more, and 5 are left.",
        ),
        (
            ("done\nclosed: 2026-11-11",) * 4 + ("review",) * 3,
            "2026-11-16",
            "In doubt: 4 of 7 items are done after 6 of 10 working days; at that pace the rest takes 4.5 more, and 4 are left.",
        ),
        (("done\nclosed: 2026-11-11",), "2026-11-13", "Met, by what is in the sprint: 1 of 1 item is done."),
        (("done\nclosed: 2026-11-20",), "2026-11-23", "Met, by what was in the sprint: 1 of 1 item was done by its end."),
        (("done\nclosed: 2026-11-21", "review"), "2026-11-23", "Not met in full, by what was in the sprint: 0 of 2 items were"),
        (("done",), "2026-11-23", "Not known: all of it is done, but nobody knows whether TASK-1 was by its end."),
        (("done", "review"), "2026-11-23", "Not met in full, by what was in the sprint: 1 of 2 items was done by its end."),
        (
            ("done\nclosed: 2026-11-11\npoints: 0.2", "review\npoints: 1.5"),
            "2026-11-13",
            "Unlikely: 0.2 of 1.7 points are done",
        ),
        (("done\nclosed: 2026-11-11",) + ("review",) * 2, "2026-11-13", "Unlikely: 1 of 3 items is done after 5 of 10"),
    ),
)
def test_whether_the_goal_is_met(tmp_path: Path, tasks: tuple[str, ...], day: str, judged: str) -> None:
    names = [f"TASK-{number}" for number in range(1, len(tasks) + 1)]
    files = sprint(1, "2026-11-09", "2026-11-20", *names)
    for name, status in zip(names, tasks, strict=True):
        files |= task(name, f"status: {status}")
    Repository(tmp_path).commit("board", "2026-11-09T10:00:00Z", **files)
    project = read_repository(str(tmp_path), day, trust=False).project
    held = project.find("sprint-1")
    assert isinstance(held, Sprint)
    assert outlook(project, held, project.members(held)).text.startswith(judged)


@pytest.mark.parametrize("kind", ["mid-sprint", "review", "retro"])
def test_a_sprint_may_begin_on_the_first_of_all_days(tmp_path: Path, call: Call, kind: str) -> None:
    files = (
        sprint(1, "0001-01-01", "9999-12-31", "TASK-1", "TASK-2") | task("TASK-1", "status: done") | task("TASK-2", "points: 1")
    )
    repository = Repository(tmp_path)
    repository.commit("plan", "2026-11-02T10:00:00Z", **files)
    assert "sprint-1" in report(call, repository, kind, "--sprint", "sprint-1")


def test_a_report_on_a_sprint_leaves_out_what_is_of_others(tmp_path: Path, call: Call) -> None:
    """TASK-1 was done in sprint-1, TASK-2 carried over from it and done in sprint-2; TASK-3, in none, is blocked."""
    repository = Repository(tmp_path)
    first, second = ("2026-11-02", "2026-11-06"), ("2026-11-09", "2026-11-13")
    blocked = "status: in-progress\nblocked: {kind: people, since: 2026-11-02}"
    start = task("TASK-1", "status: in-progress\npoints: 3\nblocked: {kind: data, since: 2026-11-03}")
    start |= task("TASK-2", "status: in-progress\npoints: 5") | task("TASK-3", blocked)
    repository.commit("plan", "2026-11-02T10:00:00Z", **start, **sprint(1, *first, "TASK-1", "TASK-2"))
    repository.commit("one", "2026-11-05T10:00:00Z", **task("TASK-1", "status: done\npoints: 3"))
    later = sprint(3, "2026-11-16", "2026-11-20")
    repository.commit("plan", "2026-11-09T10:00:00Z", **sprint(2, *second, "TASK-2"), **later)
    repository.commit("two", "2026-11-12T10:00:00Z", **task("TASK-2", "status: done\npoints: 5"))
    said = report(call, repository, "retro", "--sprint", "sprint-1")
    assert "| data | 2 | 1 | 0 | tracks/tasks/TASK-1.md" in said and "people" not in said
    assert "No work was blocked." in report(call, repository, "retro", "--sprint", "sprint-2")
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert said.index("Not met in full, by what was in the sprint: 1 of 2 items was done by its end.") < said.index("Serve it.")
    assert "1 of 2 items done, 1 later, 0 are still open." in said
    assert "TASK-2" not in said.partition("## What was done?")[2].partition("## What did we learn?")[0]
    project = read_repository(str(tmp_path), "2026-11-16", trust=False).project
    coming = project.find("sprint-3")
    assert isinstance(coming, Sprint) and usual_points(project, coming) == 4


def test_of_a_sprint_that_has_ended_none_goes_on_too(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    sprints = (
        sprint(1, "2026-11-02", "2026-11-13"),
        sprint(2, "2026-11-09", "2026-11-20"),
        sprint(3, "2026-11-16", "2026-11-27"),
    )
    repository.commit("plan", "2026-11-02T10:00:00Z", **{path: text for each in sprints for path, text in each.items()})
    assert "Goes on, too." not in report(call, repository, "review", "--sprint", "sprint-1")
    assert "**sprint-3 Serve it**: Goes on, too." in report(call, repository, "review", "--sprint", "sprint-2")


def test_what_is_reopened_or_moved_after_a_sprint_counts_for_it_as_it_stood_at_its_end(tmp_path: Path, call: Call) -> None:
    """TASK-1 was done in sprint-1 and reopened in sprint-2, TASK-2 was in progress at its end and is done since."""
    repository = Repository(tmp_path)
    plan = sprint(1, "2026-11-02", "2026-11-06") | sprint(2, "2026-11-09", "2026-11-20")
    start = task("TASK-1", "status: done\npoints: 3\nsprint: sprint-1")
    start |= task("TASK-2", "status: in-progress\nsprint: sprint-1")
    repository.commit("plan", "2026-11-02T10:00:00Z", **plan, **task("TASK-1", "status: backlog\nsprint: sprint-1"))
    repository.commit("work", "2026-11-05T10:00:00Z", **start)
    moved = task("TASK-1", "status: in-progress\npoints: 3\nsprint: sprint-2")
    moved |= task("TASK-2", "status: done\nsprint: sprint-2")
    repository.commit("move", "2026-11-10T10:00:00Z", **moved)
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert "1 of 2 items was done by its end." in said
    assert "1 of 2 items done (1 of them is open again), 1 later, 0 are still open." in said
    assert "**TASK-1**: Done on 5 November 2026, reopened on 10 November 2026." in said
    assert "**TASK-2**: In progress when the sprint ended; done on 10 November 2026, in sprint-2." in said
    assert "| points, as sprints finish them | 3 | 3 | full |" in report(call, repository, "sprint-plan")
    said = call("sprint", "sprint-1", "--today", "2026-11-16", cwd=tmp_path).out
    assert "2 of 2 product tasks, 0 of 3 experiments · 1 of 2 closed" in said
    assert "TASK-2  in-progress at the end, done on 2026-11-10, in sprint-2" in said
    flow = report(call, repository, "monthly").partition("## How much work is open?")[2]
    assert "| 2026-11-06 | 1 | 1 | 0 |" in flow and "| 2026-11-10 | 1 | 1 | 0 |" in flow


def test_all_of_a_sprint_that_has_ended_was_done_though_some_of_it_is_open_again(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    begun = task("TASK-1", "status: in-progress\nsprint: sprint-1")
    repository.commit("plan", "2026-11-02T10:00:00Z", **sprint(1, "2026-11-02", "2026-11-06"), **begun)
    repository.commit("done", "2026-11-05T10:00:00Z", **task("TASK-1", "status: done\nsprint: sprint-1"))
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert "1 of 1 item done." in said and "All of it was done by then." in said
    repository.commit("again", "2026-11-10T10:00:00Z", **begun)
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert "1 of 1 item done (1 of them is open again)." in said and "All of it was done by then." in said


def test_what_was_deleted_after_a_sprint_counts_for_it_as_it_stood_at_its_end(tmp_path: Path, call: Call) -> None:
    """TASK-2 was open and TASK-3 done at the end of sprint-1, TASK-4 was deleted before; sprint-2 names what nobody knows."""
    repository = Repository(tmp_path)
    plan = sprint(1, "2026-11-02", "2026-11-06", "TASK-1", "TASK-2", "TASK-3", "TASK-4")
    plan |= sprint(2, "2026-11-02", "2026-11-06", "TASK-1", "TASK-90")
    tasks = task("TASK-1", "status: backlog") | task("TASK-2", "status: in-progress") | task("TASK-3", "status: backlog")
    repository.commit("plan", "2026-11-02T10:00:00Z", **plan, **tasks, **task("TASK-4", "status: backlog"))
    (tmp_path / "tracks/tasks/TASK-4.md").unlink()
    repository.commit("work", "2026-11-05T10:00:00Z", **task("TASK-1", "status: done"), **task("TASK-3", "status: done"))
    for name in ("TASK-2", "TASK-3"):
        (tmp_path / f"tracks/tasks/{name}.md").unlink()
    repository.commit("tidy", "2026-11-10T10:00:00Z")
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert "Not met in full, by what was in the sprint: 2 of 3 items were done by its end. TASK-2 was removed." in said
    assert "2 of 3 items done, 0 later, 1 removed, 0 are still open." in said
    said = report(call, repository, "review", "--sprint", "sprint-2")
    assert "Not known: all else is done, but nothing is known of TASK-90." in said
    said = call("sprint", "sprint-1", "--today", "2026-11-16", cwd=tmp_path).out
    assert "2 of 3 closed" in said and "REMOVED AFTER ITS END\n  TASK-2\n  TASK-3\n" in said


def test_what_goes_by_another_id_now_is_not_removed(tmp_path: Path, call: Call) -> None:
    text = "---\nid: {}\nstatus: done\nsprint: sprint-1\n---\nWhat the alert has to do, in some words of its own.\n"
    repository = Repository(tmp_path)
    plan = sprint(1, "2026-11-02", "2026-11-06")
    repository.commit("plan", "2026-11-02T10:00:00Z", **plan, tracks__tasks__alert_md=text.format("TASK-6"))
    repository.commit("operations", "2026-11-05T10:00:00Z", tracks__tasks__alert_md=text.format("OPS-6"))
    said = call("sprint", "sprint-1", "--today", "2026-11-16", cwd=tmp_path).out
    assert "1 of 1 closed" in said and "REMOVED" not in said and "−" not in said


def test_what_was_given_up_after_a_sprint_is_not_done_later(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    tasks = task("TASK-1", "status: backlog") | task("TASK-2", "status: review")
    repository.commit("plan", "2026-11-02T10:00:00Z", **sprint(1, "2026-11-02", "2026-11-06", "TASK-1", "TASK-2"), **tasks)
    later = task("TASK-1", "status: dropped") | task("TASK-2", "status: done")
    repository.commit("close", "2026-11-10T10:00:00Z", **later)
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert "0 of 2 items done, 1 later, 1 given up, 0 are still open." in said


def test_how_an_item_stood_at_the_end_is_known_though_a_key_of_it_is_broken_now(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    plan = sprint(1, "2026-11-02", "2026-11-06", "TASK-1")
    repository.commit("plan", "2026-11-02T10:00:00Z", **plan, **task("TASK-1", "status: review"))
    repository.commit("close", "2026-11-10T10:00:00Z", **task("TASK-1", "status: done\ndue: [x"))
    said = report(call, repository, "review", "--sprint", "sprint-1")
    assert "**TASK-1**: In review when the sprint ended; done on 10 November 2026" in said


def test_of_a_clone_that_begins_after_a_sprint_it_is_not_said_how_an_open_item_stood_then(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path / "whole")
    plan = sprint(1, "2026-11-02", "2026-11-06", "TASK-1")
    repository.commit("plan", "2026-11-02T10:00:00Z", **plan, **task("TASK-1", "status: backlog"))
    repository.commit("work", "2026-11-10T10:00:00Z", **task("TASK-1", "status: review"))
    repository.git("clone", "-q", "--depth=1", repository.folder.as_uri(), str(tmp_path / "clone"))
    said = report(call, Repository(tmp_path / "clone"), "review", "--sprint", "sprint-1")
    assert "**TASK-1**: In review now, in no later sprint." in said and "Still" not in said


def test_a_deleted_experiment_stays_in_the_burndown_of_the_days_before(tmp_path: Path, call: Call) -> None:
    repository = Repository(tmp_path)
    trial = "---\nstatus: {}\ntimebox_days: 4\nsprint: sprint-1\n---\n"
    path = "tracks__experiments__EXP-1_md"
    plan = sprint(1, "2026-11-09", "2026-11-20") | {path: trial.format("proposed")}
    repository.commit("plan", "2026-11-09T10:00:00Z", **plan)
    repository.commit("start", "2026-11-10T10:00:00Z", **{path: trial.format("running")})
    (tmp_path / "tracks/experiments/EXP-1.md").unlink()
    repository.commit("clear away", "2026-11-13T10:00:00Z")
    said = report(call, repository, "mid-sprint")
    assert "| 2026-11-09 | 4 | 4 |\n" in said and "| 2026-11-12 | 2 | 4 |\n| 2026-11-13 | 0 | 0 |\n" in said
