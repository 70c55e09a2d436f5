from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import plural
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import entry_place, product_tasks


@rule("information")
def scope_added_to_sprint(item: Sprint, project: Project) -> Iterator[Finding]:
    """A production task that came into a sprint after it had started.

    ## Why

    What production delivers in a sprint is agreed on at its start, so that others can count on it. A task that comes later
    takes the place of another one, and that is worth saying. Research may change its plans at any time. Nothing is said of a
    task whose `created` is not known.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    start: 2026-11-09
    product-tasks: [TASK-9, TASK-1, {infra: Feature store}]
                    ^^^^^^ scope-added-to-sprint: TASK-9 was added to sprint-5 3 days after its start
    limits: {product_tasks: 3}
    -- tracks/tasks/TASK-9.md --
    ---
    created: 2026-11-12
    ---
    -- tracks/tasks/TASK-1.md --
    ---
    created: 2026-11-05
    ---
    ```
    """
    if not item.start or item.has_ended(project.today(item)):
        return
    for task in product_tasks(project, item):
        if task.track == "production" and task.created and task.created > item.start:
            days = plural((task.created - item.start).days, "day")
            message = f"{task.shown} was added to {item.shown} {days} after its start"
            yield Finding(entry_place(project, item, task), message)
