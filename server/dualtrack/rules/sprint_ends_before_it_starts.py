from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning")
def sprint_ends_before_it_starts(item: Sprint, project: Project) -> Iterator[Finding]:
    """A sprint whose last day comes before its first.

    ## Why

    Which sprint runs, how much of it is left and what it takes on are counted from these two days. A month is quickly mistyped,
    and such a sprint never runs.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    start: 2026-12-16
    end: 2026-11-29
         ^^^^^^^^^^ sprint-ends-before-it-starts: sprint-5 ends on 2026-11-29 and starts on 2026-12-16
    ```
    """
    if item.start and item.end and item.end < item.start:
        message = said("{item} ends on {end} and starts on {start}", item.shown, item.end, item.start)
        yield Finding(project.place(item, ("end",)), message)
