"""What reports draw: how much of a sprint was left, what was done in each week, and how much work was open."""

from datetime import date

from dualtrack.features.burndown import Burndown, burndowns
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.reports.report import Chart, Cite, shown_day
from dualtrack.features.reports.statements import by_history, in_file
from dualtrack.model.conventions import Phase
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.said import plural

_PHASES: dict[Phase, str] = {"done": "done", "active": "in progress", "waiting": "not begun"}


def burndown_charts(project: Project, sprint: Sprint) -> tuple[Chart, ...]:
    """What was in a sprint and what of it was left, of production and of research; none where its past is not known."""
    cites = (in_file(project, sprint, "start"), *by_history(project))
    found = zip(("Production", "Research"), burndowns(project, sprint), strict=True)
    return tuple(_burndown(name, each, cites) for name, each in found if each)


def _burndown(name: str, burndown: Burndown, cites: tuple[Cite, ...]) -> Chart:
    title = f"{name}: {burndown.left[-1]:g} of {burndown.scope[-1]:g} {burndown.unit} left"
    if burndown.unestimated:
        title += f"; {plural(burndown.unestimated, 'item')} without {'points' if burndown.unit == 'points' else 'a timebox'}"
    return Chart(title, "lines", burndown.dates, (("left", burndown.left), ("in the sprint", burndown.scope)), cites)


def throughput(project: Project) -> tuple[Chart, ...]:
    """What was done in each of the last twelve weeks, by track."""
    flow = FlowHistory(project).on()
    if not any(any(each.counts) for each in flow.done):
        return ()
    series = tuple((each.track, tuple(map(float, each.counts))) for each in flow.done)
    return (Chart("Items done, by the last day of the week", "bars", flow.weeks, series, by_history(project)),)


def cumulative_flow(project: Project, since: date) -> tuple[Chart, ...]:
    """How many items were done since a day, in progress and not begun, at the end of each day."""
    flow = FlowHistory(project).on(since=since)
    if not flow.dates:
        return ()
    series: list[tuple[str, tuple[float, ...]]] = []
    for phase, name in _PHASES.items():
        bands = [band.counts for band in flow.bands if band.phase == phase]
        counts = [float(sum(day)) for day in zip(*bands, strict=True)] or [0.0] * len(flow.dates)
        series.append((name, tuple(each - min(counts) if phase == "done" else each for each in counts)))
    return (
        Chart(
            f"Items done since {shown_day(since)}, and those open on each day",
            "bands",
            flow.dates,
            tuple(series),
            by_history(project),
        ),
    )
