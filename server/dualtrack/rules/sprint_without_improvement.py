from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information")
def sprint_without_improvement(item: Sprint, project: Project) -> Iterator[Finding]:
    """A sprint that has ended without one thing to do better.

    ## Why

    A retrospective changes something when it ends with one item that somebody works on, such as faster provisioning of data.
    `retro: {improvement: TASK-40}` names it.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    id: sprint-5
        ^^^^^^^^ sprint-without-improvement: sprint-5 ended on 2026-11-13, and its retro names no improvement
    start: 2026-11-02
    end: 2026-11-13
    review: {feature: TASK-1}
    -- tracks/tasks/TASK-1.md --
    ```
    """
    if not item.has_just_ended(project.today(item)) or item.retro.improvement:
        return
    if not any(fault.route[0] == "retro" for fault in item.faults):
        message = said("{item} ended on {end}, and its retro names no improvement", item.shown, item.end)
        yield Finding(project.place(item, ("retro",)), message)
