from collections.abc import Iterator

from dualtrack.changes.timebox_options import timebox_options
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.timebox import days_between
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.project import Project
from dualtrack.said import said

_SOON = 2


@rule("information", phases=("active",))
def timebox_ending(item: Timeboxed, project: Project) -> Iterator[Finding]:
    """An experiment, or a task on the research track, whose timebox ends within two days.

    ## Why

    The last days are for looking at what was found, not for one more idea. Who sees the end coming can still run what the
    decision needs, or ask the team for more time before it is over. The days are those of the board's `calendar`.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    started: 2026-11-08
    timebox_days: 10
                  ^^ timebox-ending: the timebox of EXP-1 ends on 2026-11-18, in 2 days
    ---
    ```

    ## Fixed

    *Extend the timebox of EXP-1 by 5 days*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    started: 2026-11-08
    timebox_days: 10
    extensions:
      - {days: 5, on: 2026-11-16, reason: ""}
    ---
    ```
    """
    if not item.timebox or not item.timebox.started or not item.timebox.end:
        return
    today, end = project.today(item), item.timebox.end
    if not item.timebox.started <= today <= end or days_between(today, end, item.calendar) > _SOON:
        return
    days = (end - today).days
    when = (said("today"), said("tomorrow"))[days] if days < 2 else said("in {days} days", days)
    yield Finding(
        project.place(item, ("timebox_days",), ("timebox",), ("started",)),
        said("the timebox of {item} ends on {end}, {when}", item.shown, end, when),
        tuple(Fix(title, change) for title, change in timebox_options(item)),
    )
