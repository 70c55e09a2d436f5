from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import entry_place, product_tasks, scope_changes
from dualtrack.said import plural, said


@rule("information")
def scope_added_to_sprint(item: Sprint, project: Project) -> Iterator[Finding]:
    """A production task that came into a sprint after it had started.

    ## Why

    What production delivers in a sprint is agreed on at its start, so that others can count on it. A task that comes later
    takes the place of another one, and that is worth saying. Research may change its plans at any time. When a task came is
    read from git: nothing is said of what stood in the sprint when its file was added, and of a past that is not known.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    start: 2026-11-09
    product-tasks: [TASK-9, TASK-1, {infra: Feature store}]
                    ^^^^^^ scope-added-to-sprint: TASK-9 was added to sprint-5 3 days after its start
    limits: {product_tasks: 3}
    -- tracks/tasks/TASK-9.md --
    -- tracks/tasks/TASK-1.md --
    -- facts.yaml --
    past:
      sprint-5:
        - {when: 2026-11-05, entries: [TASK-1, "sprint-5/infra:feature-store"]}
        - {when: 2026-11-12, entries: [TASK-1, "sprint-5/infra:feature-store", TASK-9]}
    ```
    """
    if not item.start or item.has_ended(project.today(item)):
        return
    came = {canonical(event.after): day for event, day in scope_changes(project, item) if event.kind == "added"}
    for task in product_tasks(project, item):
        day = came.get(canonical(task.id or task.key)) if task.track == "production" else None
        if day:
            message = said(
                "{task} was added to {item} {days} after its start",
                task.shown,
                item.shown,
                plural((day - item.start).days, "day"),
            )
            yield Finding(entry_place(project, item, task), message)
