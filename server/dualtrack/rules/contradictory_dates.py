from collections.abc import Iterator
from datetime import timedelta

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said

_TIME_ZONES = timedelta(days=1)
"""Where a colleague is, it may be tomorrow."""


@rule("warning", needs="started")
def contradictory_dates(item: Item, project: Project) -> Iterator[Finding]:
    """An item that ended before it started, or goes on before it starts.

    ## Why

    The timebox, the age on the card and the history are counted from these dates. A year or a month is quickly mistyped, and
    nobody sees it in a number that looks like any other.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: done
    started: 2026-11-03
    closed: 2026-10-05
            ^^^^^^^^^^ contradictory-dates: TASK-1 was closed on 2026-10-05 and started on 2026-11-03
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    status: in-progress
    started: 2027-11-03
             ^^^^^^^^^^ contradictory-dates: TASK-2 is in-progress, but starts on 2027-11-03
    ---
    ```
    """
    is_early = item.started and item.closed and item.closed < item.started
    is_ahead = item.started and item.is_active and item.started - _TIME_ZONES > project.today(item)
    if (not is_early and not is_ahead) or not project.document(item).key((*item.route, "started")):
        return  # the start of its sprint was not written for it
    if is_early:
        place = project.place(item, ("closed",))
        yield Finding(
            place, said("{item} was closed on {closed} and started on {started}", item.shown, item.closed, item.started)
        )
    else:
        yield Finding(
            project.place(item, ("started",)),
            said("{item} is {status}, but starts on {started}", item.shown, item.status, item.started),
        )
