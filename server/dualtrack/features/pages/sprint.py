"""The page Sprint: what goes on now, or the sprints that the filter names."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from dualtrack.features.burndown import Burndown
from dualtrack.features.filters import left_to_ask
from dualtrack.features.page import Parts, Shown
from dualtrack.features.sprint_report import Answer, ScopeChange, SprintReport, shown_sprints, sprint_report
from dualtrack.features.work_rows import WorkRow, rows
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded
from dualtrack.project.project import Project


@dataclass(frozen=True)
class ScopeMark:
    """A change of what is in a sprint: its day as a number in the dates of the chart, and what came or left by which commit."""

    at: int
    text: str


@dataclass(frozen=True)
class BurndownShown:
    """A burndown up to the end of the sprint. `target` leads from what was planned to nothing, with a number for each of the
    `dates`; `burndown` has one for those that have come."""

    burndown: Burndown
    dates: tuple[str, ...]
    target: tuple[float, ...]
    marks: tuple[ScopeMark, ...]


@dataclass(frozen=True)
class SprintPart:
    """A sprint with its work; the sprints stand in the `order` of these texts. The rows are those that the filters ask for;
    `filtered`: there are others. What is counted and drawn is that of the whole sprint. `answers` are what its review and its
    retrospective ask for, once it has begun."""

    report: SprintReport
    tasks: tuple[WorkRow, ...]
    experiments: tuple[WorkRow, ...]
    order: str
    filtered: bool = False
    too_many_tasks: bool = False
    too_many_experiments: bool = False
    production: BurndownShown | None = None
    research: BurndownShown | None = None
    answers: tuple[Answer, ...] = ()
    part: Literal["sprint"] = "sprint"


def sprint(shown: Shown) -> Parts:
    """A part for each sprint."""
    asked = {folded(word) for word in shown.filters.get("sprint", ())}
    every = (item for item in shown.project.items.values() if isinstance(item, Sprint))
    found = [each for each in every if folded(each.id) in asked] if asked else shown_sprints(shown.project)
    for each in found:
        yield each.key, _part(shown, each, sprint_report(shown.project, each))


def _part(shown: Shown, sprint: Sprint, whole: SprintReport) -> SprintPart:
    left = left_to_ask(shown.filters, {"sprint": (sprint.id,), "text": (whole.label, whole.goal)})
    boards = shown.fitting(left)

    def asked_for(key: str) -> bool:
        return not left or key in boards.cards

    report = replace(
        whole,
        days_left=whole.days_left if whole.state == "running" else None,
        scope_changes=tuple(each for each in whole.scope_changes if asked_for(each.key)),
        carried_over=tuple(each for each in whole.carried_over if asked_for(each.key)),
        brought=tuple(each for each in whole.brought if asked_for(each.key)),
    )
    capacity = whole.capacity
    return SprintPart(
        report,
        rows(boards, whole.tasks),
        rows(boards, whole.experiments),
        f"{whole.start} {whole.label}",
        bool(left),
        capacity.product_tasks > capacity.most_product_tasks,
        capacity.experiments > capacity.most_experiments,
        _burndown(shown.project, sprint, whole, whole.production, research=False),
        _burndown(shown.project, sprint, whole, whole.research, research=True),
        (*whole.review, whole.retro) if whole.state != "planned" else (),
    )


def _burndown(
    project: Project, sprint: Sprint, report: SprintReport, burndown: Burndown | None, research: bool
) -> BurndownShown | None:
    if not burndown:
        return None
    first, last = date.fromisoformat(burndown.dates[0]), date.fromisoformat(burndown.dates[-1])
    days = (max(last, sprint.end or last) - first).days
    dates = tuple(str(first + timedelta(days=number)) for number in range(days + 1))
    target = (
        tuple(round(burndown.planned * (1 - number / days), 2) for number in range(days + 1)) if days and sprint.end else ()
    )
    changes = (each for each in report.scope_changes if _is_research(project, each) == research and each.day in dates)
    return BurndownShown(burndown, dates, target, tuple(_marks(dates, changes)))


def _is_research(project: Project, change: ScopeChange) -> bool:
    return change.key in project.items and project.items[change.key].track == "research"


def _marks(dates: tuple[str, ...], changes: Iterator[ScopeChange]) -> Iterator[ScopeMark]:
    for each in changes:
        sign = "+" if each.change == "added" else "−"
        commit = f" ({each.commit[:8]} {each.subject})" if each.commit else ""
        yield ScopeMark(dates.index(each.day), f"{sign} {each.label}{commit}")
