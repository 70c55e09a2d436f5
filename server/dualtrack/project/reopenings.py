"""When closed items were opened again, as git tells it."""

from datetime import date
from typing import NamedTuple

from dualtrack.model.item import Item
from dualtrack.project.closings import takeovers
from dualtrack.project.course import CLOSED
from dualtrack.project.project import Project
from dualtrack.project.timeline import Event, dated, phase_of


class Reopening(NamedTuple):
    """The day on which an item was opened again, the event that tells so, and the status that it left and had since a day; None
    where that day is not known: it came closed with a whole board, or with the oldest commit of a shallow clone."""

    day: date
    event: Event
    status: str
    since: date | None


def reopenings(project: Project, item: Item) -> tuple[Reopening, ...]:
    """Each time that an item was opened again, the first one first."""
    found: list[Reopening] = []
    status, closed = "", None
    for event, day in dated(project, item):
        if event.kind in ("created", "known", "status"):
            was_closed, is_closed = (phase_of(project, item, name) in CLOSED for name in (status, event.after))
            if closed and was_closed and phase_of(project, item, event.after) in ("waiting", "active"):
                since = closed[1] if _is_known(project, item, closed[0]) else None
                found.append(Reopening(day, event, status, since))
            if not (was_closed and is_closed):
                closed = event, day
            status = event.after
    return tuple(found)


def _is_known(project: Project, item: Item, event: Event) -> bool:
    """Whether an item came to a status on the day of an event."""
    came_elsewhere = event.kind == "created" and event.hash in takeovers(project)[project.board(item).folder]
    return event.kind != "known" and not came_elsewhere
