"""Flow of work, worked out by hand from a real repository with all that can happen to its items, and read in New York.

Two weeks of November 2026, of which the 2nd and the 9th are Mondays; times are UTC, five hours ahead of the board.

| day | what is committed |
|---|---|
| 2 | TASK-1 (3 points) and TASK-2 (5 points) wait, EXP-1 is proposed; all are in the sprint |
| 2, at 22:00 in New York, the 3rd in UTC | TASK-1 in progress |
| 4 | TASK-2 in progress and blocked by data, EXP-1 runs |
| 6 | TASK-2 not blocked any more; TASK-1 done, by a commit that also changes its title and ticks its checklist |
| 9 | TASK-1 opened again; TASK-5 in progress |
| 10 | TASK-2 becomes TASK-7: its file, its id and the sprint's entry; on a branch that is never merged it is done |
| 11 | TASK-1 done again; EXP-1 decided: ship, with learnings |
| 12 | a branch of three commits on TASK-3 is squashed: it arrives done; TASK-7 done; TASK-4 (2 points) added; TASK-5 deleted |
| 13 | churn@1.0, which depends on EXP-1, deployed |

Production, at the end of each day from the 2nd to the 14th:

    backlog      1 1 0 0 0 0 0 0 0 0 1 1 1     TASK-2, later TASK-4
    in-progress  1 1 2 2 1 1 1 3 3 2 0 0 0     TASK-1, TASK-2 from the 4th, from the 9th TASK-5 and TASK-1 again
    done         0 0 0 0 1 1 1 0 0 1 3 3 3     TASK-1 on the 6th and from the 11th; TASK-3 and TASK-7 from the 12th

Cycle times: TASK-1 from the 2nd to its last closing on the 11th, 9 days; TASK-7 from the 4th to the 12th, 8 days; nobody saw
when work on TASK-3 began. Two are too few for what half of them, or 85 of a hundred, took at most. EXP-1 took 7 days.
Blocked: the ends of the 4th and the 5th, 2 days. From the decision on the 11th to the deployment on the 13th: 2 days.
"""

from datetime import date
from pathlib import Path

import pytest
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.sprint_report import shown_sprints, sprint_report
from dualtrack.project.project import Project
from dualtrack.project.timeline import cycle_time
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository

BOARD = "timezone: America/New_York\n"
DOD = "## Definition of Done\n- [{}] Code reviewed and unit-tested\n"


def task(status: str, more: str = "", title: str = "Clean", mark: str = " ") -> str:
    return f"---\ntitle: {title}\nstatus: {status}\nassignee: ana\n{more}---\n{DOD.format(mark)}"


def experiment(status: str, more: str = "", learnings: str = "") -> str:
    return f"---\nhypothesis: It helps\ntimebox_days: 10\nstatus: {status}\n{more}---\n{learnings}"


def sprint(*tasks: str) -> str:
    return f"id: sprint-1\nstart: 2026-11-02\nend: 2026-11-13\nproduct-tasks: [{', '.join(tasks)}]\nexperiments: [EXP-1]\n"


def model(stage: str) -> str:
    return f"---\nid: churn@1.0\nstage: {stage}\ndepends_on: [EXP-1]\n---\n"


def write_history(repository: Repository) -> None:
    """The commits of the table above."""
    one, two, seven = (f"tracks__tasks__TASK-{number}_md" for number in (1, 2, 7))
    trial, plan = "tracks__experiments__EXP-1_md", "tracks__sprints__sprint-1_yaml"
    version = "tracks__models__churn_md"

    def commit(day: str, **files: str) -> None:
        repository.commit("work", at=f"2026-11-{day}:00:00Z", **files)

    points = "points: 5\n"
    commit(
        "02T15",
        **{
            "dualtrack_yaml": BOARD,
            plan: sprint("TASK-1", "TASK-2"),
            version: model("research"),
            trial: experiment("proposed"),
        },
        **{one: task("backlog", "points: 3\n"), two: task("backlog", points)},
    )
    commit("03T03", **{one: task("in-progress", "points: 3\n")})
    started = "started: 2026-11-04\n"
    commit("04T15", **{two: task("in-progress", f"{points}blocked: {{kind: data}}\n"), trial: experiment("running", started)})
    commit("06T15", **{one: task("done", "points: 3\n", "Clean it", "x"), two: task("in-progress", points)})
    commit("09T15", **{one: task("in-progress", "points: 3\n"), "tracks__tasks__TASK-5_md": task("in-progress")})
    repository.git("mv", "tracks/tasks/TASK-2.md", "tracks/tasks/TASK-7.md")
    commit("10T15", **{seven: task("in-progress", f"{points}formerly: [TASK-2]\n"), plan: sprint("TASK-1", "TASK-7")})
    repository.git("switch", "-qc", "elsewhere")
    commit("10T16", **{seven: task("done", f"{points}formerly: [TASK-2]\n")})
    repository.git("switch", "-q", "main")
    decided = experiment("decided", f"{started}decision: ship\n", "## Learnings\nIt helps.\n")
    commit("11T15", **{one: task("done", "points: 3\n"), trial: decided})
    repository.git("switch", "-qc", "task-3")
    for day, status in (("11T16", "in-progress"), ("11T17", "review"), ("12T10", "done")):
        commit(day, **{"tracks__tasks__TASK-3_md": task(status)})
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--squash", "task-3")
    commit("12T15")
    repository.git("rm", "-q", "tracks/tasks/TASK-5.md")
    done = task("done", f"{points}formerly: [TASK-2]\n")
    four = task("backlog", "points: 2\nsprint: sprint-1\n", "Serve")
    commit("12T16", **{seven: done, "tracks__tasks__TASK-4_md": four})
    commit("13T15", **{version: model("deployed")})


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = Repository(tmp_path_factory.mktemp("flow"))
    write_history(repository)
    return repository


def project_of(repository: Repository, day: int) -> Project:
    return read_repository(str(repository.folder), f"2026-11-{day:02}", trust=False).project


def test_what_was_worked_out_by_hand(repository: Repository) -> None:
    project = project_of(repository, 14)
    flow = FlowHistory(project).on()
    assert (flow.first, flow.since, flow.date, len(flow.dates)) == ("2026-11-02", "2026-11-02", "2026-11-14", 13)
    bands = {(band.track, band.status): list(band.counts) for band in flow.bands}
    assert bands == {
        ("research", "proposed"): [1, 1] + [0] * 11,
        ("research", "running"): [0, 0] + [1] * 7 + [0] * 4,
        ("research", "decided"): [0] * 9 + [1] * 4,
        ("production", "backlog"): [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1],
        ("production", "in-progress"): [1, 1, 2, 2, 1, 1, 1, 3, 3, 2, 0, 0, 0],
        ("production", "done"): [0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 3, 3, 3],
    }
    assert flow.weeks == ("2026-11-08", "2026-11-14")
    assert {series.track: series.counts for series in flow.done} == {"research": (0, 1), "production": (0, 3)}
    assert (flow.learnings, flow.deployments, flow.dropped, flow.taken_over) == ((0, 1), (0, 1), (0, 0), 0)
    research, production = flow.cycle_times
    assert (production.keys, production.days, production.unknown) == (("TASK-1", "TASK-7"), (9, 8), 1)
    assert production.days == tuple(cycle_time(project, project.items[key]) for key in production.keys)
    assert (production.p50, production.p85, production.p95) == (None, None, None)
    assert (research.days, research.closed, research.unknown) == ((7,), ("2026-11-11",), 0)
    assert [(each.kind, each.days, each.items, each.now) for each in flow.blocked] == [("data", 2, 1, ())]
    (way,) = flow.to_production
    assert (way.experiment, way.model, way.decided, way.days) == ("EXP-1", "churn@1.0", "2026-11-11", 2)
    assert (flow.ageing, flow.unknown) == ((), ())
    # 7 days of EXP-1 in progress, 9 of TASK-1 (to the 5th, and the 9th and 10th: 6), 8 of TASK-2, 3 of TASK-5
    assert [(share.track, share.active_days, share.done) for share in flow.shares] == [
        ("research", 7, 1),
        ("production", 17, 3),
    ]


def test_as_it_stood_on_a_past_day(repository: Repository) -> None:
    """On the 10th TASK-1 is open again, TASK-7 is what it is called today, and TASK-5 was there still."""
    flow = FlowHistory(project_of(repository, 14)).on(date(2026, 11, 10), date(2026, 11, 9))
    assert [(each.key, each.days, each.days_in_status) for each in flow.ageing] == [
        ("TASK-1", 8, 1),
        ("EXP-1", 6, 6),
        ("TASK-7", 6, 6),
        ("TASK-5", 1, 1),
    ]
    assert (flow.cycle_times, flow.to_production) == ((), ())
    assert [(each.person, each.active, each.waiting) for each in flow.workload] == [("ana", (("production", 3),), 0)]
    # 8 days before: TASK-1 on the ends of six of them, TASK-2 on six, TASK-5 on one
    assert [each.usual for each in flow.workload] == [12 / 8]
    early = FlowHistory(project_of(repository, 14)).on(date(2026, 11, 7))
    assert [(each.keys, each.days) for each in early.cycle_times] == [(("TASK-1",), (4,))]


@pytest.mark.parametrize("day", (2, 4, 6, 9, 10, 12))
def test_a_past_day_is_as_it_was_that_day(repository: Repository, tmp_path: Path, day: int) -> None:
    """What is told today of a day is what was told on it, but for what items are called now."""
    last = repository.git("rev-list", "-1", f"--before=2026-11-{day + 1:02}T05:00:00Z", "main")
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "then"), last)
    then = FlowHistory(read_repository(str(tmp_path / "then"), f"2026-11-{day:02}", trust=False).project).on()
    told = FlowHistory(project_of(repository, 14)).on(date(2026, 11, day))
    assert (told.bands, told.done) == (then.bands, then.done)
    assert [(each.kind, each.days, len(each.now)) for each in told.blocked] == [
        (each.kind, each.days, len(each.now)) for each in then.blocked
    ]
    assert [(each.days, each.p85, each.unknown) for each in told.cycle_times] == [
        (each.days, each.p85, each.unknown) for each in then.cycle_times
    ]
    assert [each.days for each in told.ageing] == [each.days for each in then.ageing]


def test_a_sprint_worked_out_by_hand(repository: Repository) -> None:
    """Points left: 8, without TASK-1 (3) from the 6th to the 8th and from the 11th; without TASK-7 (5) from the 12th, on which
    TASK-4 (2) comes. The timebox of 10 days begins on the 4th, and EXP-1 is decided on the 11th."""
    project = project_of(repository, 14)
    (sprint,) = shown_sprints(project)
    report = sprint_report(project, sprint)
    assert report.production and report.research
    assert report.production.unit == "points"
    assert report.production.dates == tuple(f"2026-11-{day:02}" for day in range(2, 14))
    assert report.production.scope == (8,) * 10 + (10, 10)
    assert report.production.left == (8, 8, 8, 8, 5, 5, 5, 8, 8, 5, 2, 2)
    assert report.research.scope == (10,) * 12
    assert report.research.left == (10, 10, 10, 9, 8, 7, 6, 5, 4, 0, 0, 0)
    (change,) = report.scope_changes
    assert (change.day, change.change, change.key) == ("2026-11-12", "added", "TASK-4")
    assert change.commit == repository.git("rev-parse", "main~1")
    assert (report.state, report.closed, [each.key for each in report.carried_over]) == ("ended", 3, ["TASK-4"])
    assert (report.capacity.product_tasks, report.capacity.most_product_tasks) == (3, 2)
    assert [(answer.asked, answer.key) for answer in (*report.review, report.retro)] == [
        ("feature", ""),
        ("experiment", ""),
        ("improvement", ""),
    ]


def test_of_two_ways_to_production_the_median_is_their_mean_also_where_only_a_task_of_each_counts(tmp_path: Path) -> None:
    repository = Repository(tmp_path)

    def commit(day: str, **files: str) -> None:
        repository.commit("work", at=f"2026-11-{day}T15:00:00Z", **{"dualtrack_yaml": BOARD, **files})

    paths = [f"tracks__experiments__EXP-{number}_md" for number in (1, 2)]
    models = [f"tracks__models__churn{number}_md" for number in (1, 2)]
    tasks = {f"tracks__tasks__TASK-{n}_md": task("backlog", f"model: churn@{n}.0\n") for n in (1, 2)}
    stages = [{path: model(stage).replace("1.0", f"{n}.0").replace("EXP-1", f"EXP-{n}") for n, path in enumerate(models, 1)}
              for stage in ("research", "deployed")]  # fmt: skip
    commit("02", **dict.fromkeys(paths, experiment("running")), **stages[0], **tasks)
    commit("03", **{paths[0]: experiment("decided", "decision: ship\n")})
    commit("06", **{paths[1]: experiment("decided", "decision: ship\n")})
    commit("07", **stages[1])
    project = project_of(repository, 8)
    for keys in (None, {"TASK-1", "TASK-2"}):
        flow = FlowHistory(project, keys).on()
        assert ([way.days for way in flow.to_production], flow.to_production_days) == ([4, 1], 2.5)
