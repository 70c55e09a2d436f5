from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.project import Project
from dualtrack.said import said

_USUAL_DAYS = "10"


@rule("warning", phases=("active",))
def missing_timebox(item: Timeboxed, project: Project) -> Iterator[Finding]:
    """A running experiment, or task on the research track, without a timebox, or with one that never began.

    ## Why

    Research is bounded by time, not by points: the timebox is the day on which the team looks at what was found and decides.
    Without it an experiment stays in progress for months. Counting starts on `started`.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
            ^^^^^^^ missing-timebox: EXP-1 is running without a timebox
    ---
    ```

    ## Fixed

    *Set the timebox to 10 days*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    timebox_days: 10
    ---
    ```
    """
    faulty = {fault.route[0] for fault in item.faults}
    if not item.timebox and not faulty & {"timebox", "timebox_days"}:
        fix = Fix(
            said("Set the timebox to {usual_days} days", _USUAL_DAYS),
            partial(set_value, key=item.key, name="timebox_days", value=_USUAL_DAYS),
        )
        yield Finding(
            project.place(item, ("status",)), said("{item} is {status} without a timebox", item.shown, item.status), (fix,)
        )
    elif item.timebox and not item.timebox.started and "started" not in faulty:
        today = project.today(item).isoformat()
        fix = Fix(said("Set started to {today}", today), partial(set_value, key=item.key, name="started", value=today))
        message = said("{item} is {status}, but its timebox has no start", item.shown, item.status)
        yield Finding(project.place(item, ("status",)), message, (fix,))
