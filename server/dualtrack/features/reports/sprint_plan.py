"""What a sprint is for, how much fits in it, what can be started, and what cannot, and why."""

from collections.abc import Iterator

from dualtrack.features.reports.cites import in_file
from dualtrack.features.reports.report import Figures, Report, ReportOptions, Section, Statement, shown_day
from dualtrack.features.reports.sprints import and_blocked, carried, members, next_sprint, sprint_page
from dualtrack.features.reports.statements import said, said_of_each, under_way, work
from dualtrack.features.sprint_report import SprintReport
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.branches import begun_elsewhere, is_under_way
from dualtrack.project.project import Project
from dualtrack.project.readiness import obstacles
from dualtrack.project.sprint_room import fitting, free, planned_points, usual_points
from dualtrack.said import plural


def sprint_plan(project: Project, asked: ReportOptions) -> Report:
    """The sprint that is asked for, else the first that has not ended."""

    def sections(sprint: Sprint, told: SprintReport) -> Iterator[Section]:
        planned = members(project, sprint, told)
        waiting = [item for item in planned if item.phase == "waiting" and not begun_elsewhere(project, item)]
        hindered = {item.key: found for item in waiting if (found := tuple(obstacles(project, item)))}
        yield Section("How much fits in?", _overdue(project, sprint, planned), _capacity(project, sprint, told))
        yield Section(
            "What is ready?",
            said_of_each(_ready, project, (item for item in waiting if item.key not in hindered)),
            nothing="Nothing that is planned and not begun is ready.",
        )
        yield Section(
            "What is not ready, and why?",
            tuple(_hindered(project, project.items[key], found) for key, found in hindered.items()),
            nothing="All that is planned is ready or has begun.",
        )
        begun = (each for each in planned if is_under_way(project, each))
        yield Section("What has begun?", said_of_each(_begun, project, begun), nothing="Nothing yet.")
        if told.brought:
            yield Section("What was left over from the sprint before?", carried(project, told.brought))
        others = (item for item in free(project, work(project)) if not any(obstacles(project, item)))
        yield Section(
            "What else is ready?",
            (*_filling(project, sprint), *said_of_each(_ready, project, others)),
            nothing="Nothing outside of a sprint is ready.",
        )

    return sprint_page(project, "Plan", next_sprint(project, asked.sprint), sections, judged=False)


def _begun(project: Project, item: Item) -> Statement:
    return and_blocked(project, item, under_way(project, item))


def _capacity(project: Project, sprint: Sprint, told: SprintReport) -> Figures:
    capacity = told.capacity
    rows = (
        ("product tasks", capacity.product_tasks, capacity.most_product_tasks),
        ("experiments", capacity.experiments, capacity.most_experiments),
    )
    shown = [(name, str(planned), str(most), _room(most - planned)) for name, planned, most in rows]
    cites = [(in_file(project, sprint, name),) for name in ("product_tasks", "experiments")]
    if usual := usual_points(project, sprint):
        planned = planned_points(project, sprint)
        shown.append(("points, as sprints finish them", f"{planned:g}", f"{usual:.3g}", _room(usual - planned)))
        cites.append(cites[0])
    return Figures(("what", "planned", "fits in", "room"), tuple(shown), tuple(cites))


def _room(room: float) -> str:
    return f"for {room:.3g} more" if room > 0 else f"{-room:.3g} too many" if room else "full"


def _filling(project: Project, sprint: Sprint) -> Iterator[Statement]:
    """What of it fits into the sprint, and how it gets there."""
    if found := fitting(project, sprint):
        names = ", ".join(item.shown for item in found)
        text = f"{names} fit{'s' if len(found) == 1 else ''} in: dualtrack fill {sprint.id} plans {plural(len(found), 'item')}."
        yield Statement("", text, tuple(in_file(project, item, "status") for item in found))


def _overdue(project: Project, sprint: Sprint, planned: list[Item]) -> tuple[Statement, ...]:
    """The experiments that may go on after the sprint."""
    ends = ((item, item.timebox.end) for item in planned if isinstance(item, Timeboxed) and item.timebox and item.is_active)
    later = ((item, shown_day(end)) for item, end in ends if end and sprint.end and end > sprint.end)
    return tuple(
        said(project, item, f"May go on until {day}, after the sprint.", in_file(project, item, "timebox", "timebox_days"))
        for item, day in later
    )


def _hindered(project: Project, item: Item, found: tuple[str, ...]) -> Statement:
    cite = in_file(project, item, *(["blocked"] if item.blocked else []), "depends_on", "status")
    return said(project, item, f"It {', and '.join(found)}.", cite)


def _ready(project: Project, item: Item) -> Statement:
    if not isinstance(item, Timeboxed):
        points = f"{plural(len(item.dod), 'item')} on its checklist." if item.dod else "Without a checklist."
        return said(project, item, points)
    days = f"Takes at most {plural(item.timebox.total, 'day')}." if item.timebox else "Without a timebox."
    succeeds = f" Succeeds with {' and '.join(filter(None, item.success_criteria))}." if isinstance(item, Experiment) else ""
    return said(project, item, days + succeeds, in_file(project, item, "success_criteria", "timebox", "timebox_days"))
