"""A sprint is filled with what is ready and fits."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.fill import Fill
from dualtrack.model.item import Item
from dualtrack.project.project import Project

from tests.changes.results import project_of

SPRINT = "tracks/sprints/sprint-{}.yaml"
TASK = "tracks/tasks/TASK-{}.md"
EXPERIMENT = "---\nstatus: proposed\nhypothesis: It helps\nsuccess_criteria: f1 >= 0.7\n{}---\n"


def _project(**tasks: str) -> Project:
    """Sprint 6 after one that finished 5 points, with two tasks and an experiment to take on at most."""
    files = {
        SPRINT.format(5): "start: 2026-11-01\nend: 2026-11-14\nproduct-tasks: [TASK-90]\n",
        SPRINT.format(6): "start: 2026-11-15\nend: 2026-11-28\nlimits: {product_tasks: 2, experiments: 1}\n",
        TASK.format(90): "---\nstatus: done\npoints: 5\n---\n",
        "tracks/experiments/EXP-1.md": EXPERIMENT.format(""),
        "tracks/experiments/EXP-2.md": EXPERIMENT.format("timebox_days: 5\n"),
        "tracks/experiments/EXP-3.md": EXPERIMENT.format("timebox_days: 5\n"),
        **{TASK.format(name[1:]): f"---\nstatus: backlog\n{keys}---\n" for name, keys in tasks.items()},
    }
    return project_of(files)


def _sprint(project: Project, number: int) -> Item:
    return next(item for item in project.items.values() if item.id == f"sprint-{number}")


def _filled(project: Project, *items: str) -> list[str]:
    change = Fill(_sprint(project, 6).key, items or ("fitting",)).change(project)
    after = texts_after(project, change)
    assert all("sprint: sprint-6" in text for text in after.values())
    return [path.rpartition("/")[2].removesuffix(".md") for path in after]


def test_what_is_ready_is_taken_by_priority_up_to_the_limits() -> None:
    project = _project(t1="", t2="priority: high\n", t3="blocked: no data\npriority: high\n", t4="sprint: sprint-5\n", t5="")
    assert _filled(project) == ["TASK-2", "EXP-2", "TASK-1"]


def test_no_more_points_than_sprints_usually_finish() -> None:
    assert _filled(_project(t1="points: 3\n", t2="points: 3\n", t3="points: 2\n")) == ["EXP-2", "TASK-1", "TASK-3"]


def test_what_the_sprint_holds_counts() -> None:
    project = _project(t1="sprint: sprint-6\npoints: 4\n", t2="points: 2\n", t3="points: 1\n", t4="")
    assert _filled(project) == ["EXP-2", "TASK-3"]


def test_what_somebody_chose_is_taken() -> None:
    project = _project(t1="", t2="", t3="")
    (offer,) = Fill.offers(project, _sprint(project, 6))
    assert offer.label == "Fill sprint-6 with 3 ready items"
    assert [tick.value for tick in offer.asks[0].ticks] == ["EXP-2", "TASK-1", "TASK-2"]
    assert _filled(project, "TASK-3") == ["TASK-3"]
    for nothing in ((), ("TASK-77",)):
        with pytest.raises(Refusal):
            Fill(_sprint(project, 6).key, nothing).change(project)


def test_nothing_fits_into_a_sprint_that_is_full_or_has_ended() -> None:
    project = _project(t1="sprint: sprint-6\n", t2="sprint: sprint-6\n", t3="").with_files(
        [f"tracks/experiments/EXP-{number}.md" for number in (1, 2, 3)]
    )
    assert not list(Fill.offers(project, _sprint(project, 6)))
    assert not Fill.applies(project, _sprint(project, 5))
