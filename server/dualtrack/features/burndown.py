"""How much of a sprint was left from day to day: points or tasks of production, and days of timeboxes of research."""

import math
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter
from typing import Literal, NamedTuple

from dualtrack.facts.pasts import ItemState
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.timebox import Timebox
from dualtrack.model.timeboxed import Timeboxed, plan_of
from dualtrack.project.project import Project
from dualtrack.project.removed import removed_item
from dualtrack.project.sprint_work import planned_on, scope_on
from dualtrack.project.timeline import dated_states, phase_in

_LONGEST = 366
"""Days of a sprint of which a burndown tells."""


@dataclass(frozen=True)
class Burndown:
    """What was in a sprint at the end of each day, and what of it was left. `planned` is what was in it at first; `unestimated`
    are the items without points or a timebox that are in it now, which count nothing."""

    unit: Literal["points", "tasks", "timebox days"]
    dates: tuple[str, ...]
    scope: tuple[float, ...]
    left: tuple[float, ...]
    planned: float
    unestimated: int


class _Followed(NamedTuple):
    """An item of the sprint, and how it stood from each day on."""

    item: Item
    states: list[tuple[date, ItemState | None]]

    def on(self, day: date) -> ItemState | None:
        at = bisect_right(self.states, day, key=itemgetter(0))
        return self.states[at - 1][1] if at else None


def burndowns(project: Project, sprint: Sprint) -> tuple[Burndown | None, Burndown | None]:
    """Those of production and of research; None where nothing of the kind is in it, or its past is not known."""
    days = _days(project, sprint)
    if not days:
        return None, None
    scopes = scope_on(project, sprint, days)
    found = {
        name: project.find(name) or removed_item(project, name, sprint) for name in sorted(frozenset[str]().union(*scopes))
    }
    items = {item.key: item for item in found.values() if item and item.kind in ("task", "experiment")}
    followed = {key: _Followed(item, dated_states(project, item)) for key, item in items.items()}
    held = [[followed[item.key] for name in scope if (item := found[name]) and item.key in followed] for scope in scopes]

    def drawn(
        research: bool, unit: Literal["points", "tasks", "timebox days"], size: "_Size", left: "_Size"
    ) -> Burndown | None:
        of_kind = [[each for each in on_day if (each.item.track == "research") == research] for on_day in held]
        if not any(of_kind):
            return None
        scope, rest = (
            [sum(of(project, each, day) or 0 for each in on_day) for day, on_day in zip(days, of_kind, strict=True)]
            for of in (size, left)
        )
        unestimated = sum(size(project, each, days[-1]) is None for each in of_kind[-1])
        return Burndown(unit, tuple(map(str, days)), tuple(scope), tuple(rest), scope[0], unestimated)

    estimated = any(_points(project, each, days[-1]) is not None for each in held[-1] if each.item.track != "research")
    production = drawn(
        False, "points" if estimated else "tasks", _points if estimated else _one, _open(_points if estimated else _one)
    )
    return production, drawn(True, "timebox days", _timebox_days, _open(_days_left))


_Size = Callable[[Project, _Followed, date], float | None]


def _days(project: Project, sprint: Sprint) -> Sequence[date]:
    """The days of a sprint that have come and of which something is known."""
    first, today = planned_on(project, sprint), project.today(sprint)
    known = next((day for day, _ in dated_states(project, sprint)), None)
    last = min(sprint.end or today, today)
    if not first or not known or known > last or not 0 <= (last - first).days < _LONGEST:
        return ()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _open(size: _Size) -> _Size:
    """The size of what is not closed."""

    def left(project: Project, followed: _Followed, day: date) -> float | None:
        state = followed.on(day)
        return 0 if state and phase_in(project, followed.item, state) in ("done", "dropped") else size(project, followed, day)

    return left


def _one(project: Project, followed: _Followed, day: date) -> float | None:
    return 1


def _points(project: Project, followed: _Followed, day: date) -> float | None:
    state = followed.on(day)
    try:
        number = float(state.points) if state and state.points else None
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def _timebox(project: Project, followed: _Followed, day: date) -> Timebox | None:
    """The timebox as it was planned on a day, from when it has really begun; of what was deleted from when it was active
    first."""
    item, state = followed.item, followed.on(day)
    if not state or not state.timebox:
        return None
    if not isinstance(item, Timeboxed):
        active = (since for since, each in followed.states if each and phase_in(project, item, each) == "active")
        started, calendar = next(active, None), project.conventions(item).calendar
    elif item.timebox:
        started, calendar = item.timebox.started, item.calendar
    else:
        return None
    try:
        planned = plan_of(state.timebox)[0]
    except ValueError:
        return None
    extended = sum(int(days) for each in state.extensions if (days := each.partition(" ")[0]).isdecimal() and len(days) < 5)
    return Timebox(planned + extended, started, calendar=calendar)


def _timebox_days(project: Project, followed: _Followed, day: date) -> float | None:
    timebox = _timebox(project, followed, day)
    return timebox.total if timebox else None


def _days_left(project: Project, followed: _Followed, day: date) -> float | None:
    timebox = _timebox(project, followed, day)
    return timebox.total - timebox.used(day) if timebox else None
