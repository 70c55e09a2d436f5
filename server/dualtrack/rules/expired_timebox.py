from collections.abc import Iterator

from dualtrack.changes.timebox_options import timebox_options
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.project import Project
from dualtrack.said import counted, said


@rule("warning", phases=("active",))
def expired_timebox(item: Timeboxed, project: Project) -> Iterator[Finding]:
    """An experiment, or a task on the research track, that goes on after its timebox ended.

    ## Why

    The timebox is the promise to decide by a date. When it is over, there are two honest ways on: decide with what is known,
    or extend it and say why. A team that wants this to stop a merge sets `rules: {expired-timebox: error}`.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    started: 2026-11-02
    timebox_days: 10
                  ^^ expired-timebox: the timebox of EXP-1 ended on 2026-11-12, 4 days ago
    ---
    ```

    ## Fixed

    *Extend the timebox of EXP-1 by 5 days*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    started: 2026-11-02
    timebox_days: 10
    extensions:
      - {days: 5, on: 2026-11-16, reason: ""}
    ---
    ```
    """
    if not item.timebox:
        return
    today = project.today(item)
    if item.timebox_expired(today) and item.timebox.end:
        ago = counted((today - item.timebox.end).days, "{count} day ago", "{count} days ago")
        yield Finding(
            project.place(item, ("timebox_days",), ("timebox",), ("started",)),
            said("the timebox of {item} ended on {end}, {ago}", item.shown, item.timebox.end, ago),
            tuple(Fix(title, change) for title, change in timebox_options(item)),
        )
