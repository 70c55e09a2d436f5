from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.project import Project
from dualtrack.said import plural, said


@rule("information", needs="extensions")
def extension_without_reason(item: Timeboxed, project: Project) -> Iterator[Finding]:
    """A timebox that was extended without saying why.

    ## Why

    Extending is a decision like any other. Three extensions because labels came late are about the labels, three without a
    reason are about nothing that a retrospective could change.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    started: 2026-11-02
    timebox_days: 10
    extensions:
      - {days: 5, on: 2026-11-12, reason: waited for labels}
      - {days: 3, on: 2026-11-16}
        ^^^^^^^^^^^^^^^^^^^^^^^^^ extension-without-reason: EXP-1 was extended by 3 days without a reason
    ---
    ```
    """
    for index, extension in enumerate(item.extensions):
        if not extension.reason.strip():
            place = project.place(item, ("extensions", index), ("extensions",))
            yield Finding(
                place, said("{item} was extended by {days} without a reason", item.shown, plural(extension.days, "day"))
            )
