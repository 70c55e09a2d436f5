"""The figures of one day, put together."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from dualtrack.features.flow.counted import Closed, Counted
from dualtrack.features.flow.figures import Band, Deployed, Flow, Share, Step, ToProduction, WeeklyCounts, Workload
from dualtrack.features.flow.times import ageing, blocked_times, cycle_times, written
from dualtrack.features.unknown import past_unknown
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.course import Course, Stay
from dualtrack.project.deployments import Deployment, deployments, shipped_experiments
from dualtrack.project.project import Project
from dualtrack.project.replay import replay
from dualtrack.said import said

_USUAL_RANGE = 84
_USUAL_LOAD = 84
_MOST_DAYS = 183
"""Days that are told one by one; of more the weeks."""


class Dates(NamedTuple):
    """The days (`date.toordinal`) of which the flow tells: from `start` to `day`; `begins` is that which was asked for. `shown`
    are each day, or the last days of weeks."""

    begins: int
    start: int
    day: int
    step: Step
    weeks: Sequence[int]
    shown: Sequence[int]


@dataclass(frozen=True)
class FlowHistory:
    """All that is counted for the figures of any day; make one for each project, and ask it for as many days as needed.

    `keys` are those of the items that count, None for all.
    """

    project: Project
    keys: Container[str] | None = None

    @cached_property
    def counted(self) -> Counted:
        """The courses of the items."""
        return Counted(replay(self.project), self.keys)

    @cached_property
    def deployments(self) -> list[Deployment]:
        """Those of the versions that an item which counts leads to."""
        return [each for each in deployments(self.project) if self.keys is None or self._leads_to(each.model, self.keys)]

    def _leads_to(self, model: ModelVersion, keys: Container[str]) -> bool:
        leading = (*self.project.referrers(model), *shipped_experiments(self.project, model))
        return any(item.key in keys for item in leading)

    @property
    def _last(self) -> int:
        return max(self.counted.replay.today, self.counted.first)

    def dates(self, asked: date | None = None, since: date | None = None) -> Dates | None:
        """Those of which the flow on a day, since another, tells; None where nothing is known of the past."""
        if self.counted.replay.first is None:
            return None
        first, last = self.counted.first, self._last
        day = min(max(asked.toordinal(), first), last) if asked else last
        begins = since.toordinal() if since else day - _USUAL_RANGE + 1
        start = min(max(begins, first), day)
        step: Step = "day" if day - start < _MOST_DAYS else "week"
        weeks = [*range(start + 6 - (start - 1) % 7, day, 7), day]  # up to Sunday
        return Dates(begins, start, day, step, weeks, weeks if step == "week" else range(start, day + 1))

    def on(self, asked: date | None = None, since: date | None = None) -> Flow:
        """The figures as they stood at the end of a day, of the twelve weeks before it or since another day."""
        counted, unknown, dates = self.counted, tuple(past_unknown(self.project)), self.dates(asked, since)
        if not dates:
            day = (asked or self.project.facts.today("")).isoformat()
            return Flow(day, (since.isoformat() if since else day), day, day, "day", unknown=unknown)
        first, last, (begins, start, day, step, weeks, shown) = counted.first, self._last, dates
        if any(each.toordinal() < first for each in (asked, since) if each):
            unknown += (said("Nothing is known of days before {day}, when the history of the board begins", written(first)),)
        closed = counted.closed(start, day)
        standing, times = counted.on(day), tuple(cycle_times(counted, closed))
        known = [each for each in self.deployments if each.day.toordinal() <= day]
        recent = [each for each in known if start <= each.day.toordinal()]
        ways = tuple(self._ways(known, start))
        bands = (Band(*column, tuple(counts[each - first] for each in shown)) for column, counts in counted.standing.items())
        done, dropped = self._per_track(closed, weeks)
        return Flow(
            written(day),
            written(start),
            written(first),
            written(last),
            step,
            dates=tuple(map(written, shown)),
            bands=tuple(band for band in bands if any(band.counts)),
            weeks=tuple(map(written, weeks)),
            done=done,
            dropped=dropped,
            learnings=_per_week([each for each in counted.learned if start <= each], weeks),
            deployments=_per_week([each.day.toordinal() for each in recent], weeks),
            cycle_times=times,
            ageing=tuple(ageing(standing, day, times)),
            blocked=tuple(blocked_times(counted, begins, day)),
            workload=tuple(_workload(counted, standing, day)),
            shares=tuple(_shares(counted, done, start, day)),
            deployed=tuple(
                Deployed(each.model.key, each.model.label, str(each.day), each.said_by, each.again) for each in recent
            ),
            to_production=ways,
            to_production_days=median(days) if (days := [way.days for way in ways if way.days is not None]) else None,
            taken_over=counted.replay.taken_over,
            unknown=unknown,
        )

    def _per_track(self, closed: Sequence[Closed], weeks: Sequence[int]) -> tuple[tuple[WeeklyCounts, ...], tuple[int, ...]]:
        """What was done, by track, and what was given up, week by week."""
        done: dict[str, list[int]] = {track: [0] * len(weeks) for track in self.counted.tracks}
        dropped = [0] * len(weeks)
        for each in closed:
            (done[each.track] if each.phase == "done" else dropped)[bisect_left(weeks, each.day)] += 1
        return tuple(WeeklyCounts(track, tuple(counts)) for track, counts in done.items()), tuple(dropped)

    def _ways(self, known: Sequence[Deployment], start: int) -> Iterator[ToProduction]:
        """The experiments whose version came into production in the range for the first time."""
        seen: set[str] = set()
        for model, day, *_ in known:
            if model.key in seen:
                continue
            seen.add(model.key)
            for experiment in shipped_experiments(self.project, model) if day.toordinal() >= start else ():
                closings = self.counted.closings.get(experiment.key, ())
                before = [each for each in closings if each.day <= day.toordinal() < each.reopened]
                took = day.toordinal() - before[-1].day if before else None
                decided_on = written(before[-1].day) if before else None
                yield ToProduction(experiment.shown, model.shown, decided_on, str(day), took, experiment.key)


def _per_week(days: Sequence[int], weeks: Sequence[int]) -> tuple[int, ...]:
    """How many of the days, in order, lie in each week."""
    ends = [0, *(bisect_right(days, week) for week in weeks)]
    return tuple(end - start for start, end in pairwise(ends))


def _workload(counted: Counted, standing: Sequence[tuple[Stay, Course]], day: int) -> Iterator[Workload]:
    """Who has how much to do on a day; those with most in progress first."""
    active: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    blocked: dict[str, int] = defaultdict(int)
    waiting: dict[str, int] = defaultdict(int)
    for stay, course in standing:
        for person in stay.people:
            if stay.column.phase == "active":
                active[person][course.track] += 1
                blocked[person] += bool(course.blocked_on(day))
            elif stay.column.phase == "waiting":
                waiting[person] += 1
    for person in sorted(active.keys() | waiting.keys(), key=lambda each: (-sum(active[each].values()), each)):
        tracks = tuple(sorted(active[person].items()))
        yield Workload(
            person, tracks, sum(active[person].values()), blocked[person], waiting[person], _usual(counted, person, day)
        )


def _usual(counted: Counted, person: str, day: int) -> float | None:
    """How many items a person had in progress on an average day of the weeks before."""
    end = day - counted.first - 1
    start = max(-1, end - _USUAL_LOAD)
    if end < 0:
        return None
    load = counted.load.get(person)
    return round((load[end] - (load[start] if start >= 0 else 0)) / (end - start), 1) if load else 0.0


def _shares(counted: Counted, done: Sequence[WeeklyCounts], start: int, day: int) -> list[Share]:
    active: dict[str, int] = defaultdict(int)
    for column in counted.standing:
        active[column.track] += counted.active_days(column, start, day) if column.phase == "active" else 0
    closed = {series.track: sum(series.counts) for series in done}
    days, ended = sum(active.values()), sum(closed.values())

    def percent(part: int, whole: int) -> int | None:
        return round(100 * part / whole) if whole else None

    return [
        Share(track, count, percent(count, days), closed.get(track, 0), percent(closed.get(track, 0), ended))
        for track, count in active.items()
        if count or closed.get(track)
    ]
