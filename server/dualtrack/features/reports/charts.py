"""What reports draw: how much of a sprint was left, what was done in each week, and how much work was open."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from operator import itemgetter

from dualtrack.features.burndown import Burndown, burndowns
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.flow.times import written
from dualtrack.features.reports.cites import by_history, in_file, in_files
from dualtrack.features.reports.done import closed_since
from dualtrack.features.reports.report import Chart, Cite, shown_day
from dualtrack.features.reports.statements import today, work
from dualtrack.model.conventions import Phase
from dualtrack.model.sprint import Sprint
from dualtrack.project.closings import came_on, closing_day
from dualtrack.project.project import Project
from dualtrack.said import plural

_OPEN: dict[Phase, str] = {"active": "in progress", "waiting": "not begun"}


@dataclass(frozen=True)
class _AllBut:
    """The keys of all items, removed ones too, but of these."""

    keys: Collection[str]

    def __contains__(self, key: object) -> bool:
        return key not in self.keys


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


def throughput(project: Project, weeks: int) -> tuple[Chart, ...]:
    """What was done in each of the last weeks, by track; before git tells of the board, as far as files state it."""
    items, last = work(project), today(project)
    done = closed_since(project, items, last - timedelta(days=7 * weeks - 1))
    days = {item.key: day for item in done if (day := closing_day(project, item))}
    if not days:
        return ()
    came = min((day for item in items if (day := came_on(project, item))), default=last)
    first = max(min(came, *days.values()), last - timedelta(days=7 * weeks - 1))
    sunday = first + timedelta(days=6 - first.weekday())
    ends = [
        *(sunday + timedelta(days=7 * number) for number in range(weeks) if sunday + timedelta(days=7 * number) < last),
        last,
    ]
    tracks = {item.track: [0.0] * len(ends) for item in done}
    for item in done:
        tracks[item.track][bisect_left(ends, days[item.key])] += 1
    series = tuple((track, tuple(tracks[track])) for track in sorted(tracks))
    cites = by_history(project) or in_files(project, done, "closed", "status")
    return (Chart("Items done, by the last day of the week", "bars", tuple(map(str, ends)), series, cites),)


def cumulative_flow(project: Project, since: date) -> tuple[Chart, ...]:
    """How many items were done since a day, in progress and not begun, at the end of each day."""
    items = work(project)
    history = FlowHistory(project, _AllBut(project.items.keys() - {item.key for item in items}))
    dates = history.dates(since=since)
    if not dates:
        return ()
    done = {item.key: day for item in closed_since(project, items, since) if (day := closing_day(project, item))}
    changes = [(day.toordinal(), 1) for day in done.values()]
    for reopened, told in history.counted.reopened(since.toordinal()):
        until = min(reopened, done[told.key].toordinal()) if told.key in done else reopened
        if told.phase == "done" and told.day < until:
            changes += [(told.day, 1), (until, -1)]
    changes.sort()
    totals = [0, *accumulate(change for _, change in changes)]
    counts = [totals[bisect_right(changes, day, key=itemgetter(0))] for day in dates.shown]
    series: list[tuple[str, tuple[float, ...]]] = [("done", tuple(map(float, counts)))]
    first = history.counted.first
    for phase, name in _OPEN.items():
        columns = [standing for column, standing in history.counted.standing.items() if column.phase == phase]
        series.append((name, tuple(float(sum(standing[day - first] for standing in columns)) for day in dates.shown)))
    title = f"Items done since {shown_day(since)}, and those open on each day"
    return (Chart(title, "bands", tuple(map(written, dates.shown)), tuple(series), by_history(project)),)
