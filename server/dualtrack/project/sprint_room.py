"""How much still fits into a sprint, and what is ready to fill it."""

from collections.abc import Iterable
from datetime import date
from math import isfinite

from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.readiness import in_order, obstacles
from dualtrack.project.sprint_end import held_at_end, stood_at_end
from dualtrack.project.sprint_work import experiments, limits, product_tasks

_SPRINTS = 3


def points_of(item: Item) -> float:
    """The points of an item, 0 where it states none."""
    return points_in(item.points)


def points_in(written: str) -> float:
    """The points that are meant by what is written for them, 0 where that is no such number."""
    try:
        points = float(written)
    except ValueError:
        return 0
    return points if isfinite(points) and points > 0 else 0


def usual_points(project: Project, sprint: Sprint) -> float | None:
    """How many points the last sprints of the board finished on average; None where none finished any."""
    board, today = project.board(sprint), project.today(sprint)
    ended = [each for each in project.items.values() if isinstance(each, Sprint) and each.has_ended(today)]
    ended = [each for each in ended if project.board(each) is board and each.key != sprint.key]
    ended.sort(key=lambda each: (each.end or date.min, each.id))
    finished = [
        sum(points_of(item) for item in held_at_end(project, each) if stood_at_end(project, each, item).phase == "done")
        for each in ended[-_SPRINTS:]
    ]
    return sum(finished) / len(finished) if any(finished) else None


def planned_points(project: Project, sprint: Sprint) -> float:
    """The points of what is in a sprint."""
    return sum(map(points_of, product_tasks(project, sprint)))


def free(project: Project, items: Iterable[Item]) -> list[Item]:
    """Of these items those that are not begun and in no sprint, in the order of their priority."""
    waiting = (each for each in items if each.kind in ("task", "experiment") and each.phase == "waiting")
    left = (each for each in waiting if not (each.archived or each.sprint or each.is_inline))
    return in_order(each for each in left if not any(isinstance(other, Sprint) for other in project.referrers(each)))


def fitting(project: Project, sprint: Sprint) -> list[Item]:
    """What is ready, is in no sprint, and fits into this one beside what it holds: within its limits of product tasks and of
    experiments, and within the points that sprints usually finish."""
    board, usual = project.board(sprint), usual_points(project, sprint)
    most_tasks, most_experiments = limits(project, sprint)
    tasks, trials = most_tasks - len(product_tasks(project, sprint)), most_experiments - len(experiments(project, sprint))
    points = None if usual is None else usual - planned_points(project, sprint)
    found: list[Item] = []
    for item in free(project, project.items.values()):
        if tasks <= 0 and trials <= 0:
            break
        is_trial = isinstance(item, Experiment)
        if (trials if is_trial else tasks) <= 0 or (not is_trial and item.track == "research"):
            continue
        too_large = points is not None and not is_trial and points_of(item) > points
        if too_large or project.board(item) is not board or any(obstacles(project, item)):
            continue
        found.append(item)
        if is_trial:
            trials -= 1
        else:
            tasks, points = tasks - 1, None if points is None else points - points_of(item)
    return found
