"""When closed items were opened again, as git tells it."""

from datetime import date
from typing import NamedTuple

from dualtrack.model.item import Item
from dualtrack.project.course import CLOSED
from dualtrack.project.project import Project
from dualtrack.project.timeline import Event, dated, phase_of


class Reopening(NamedTuple):
    """The day on which an item was opened again, the event that tells so, and the status that it left and had since a day."""

    day: date
    event: Event
    status: str
    since: date


def reopenings(project: Project, item: Item) -> tuple[Reopening, ...]:
    """Each time that an item was opened again, the first one first."""
    found: list[Reopening] = []
    status, since = "", date.min
    for event, day in dated(project, item):
        if event.kind in ("created", "known", "status"):
            was_closed, is_closed = (phase_of(project, item, name) in CLOSED for name in (status, event.after))
            if status and was_closed and phase_of(project, item, event.after) in ("waiting", "active"):
                found.append(Reopening(day, event, status, since))
            since = since if was_closed and is_closed else day
            status = event.after
    return tuple(found)
