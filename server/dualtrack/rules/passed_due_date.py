from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.project import Project
from dualtrack.said import counted, said


@rule("warning", kinds=("task", "experiment", "model"), phases=("waiting", "active"), needs="due")
def passed_due_date(item: Item, project: Project) -> Iterator[Finding]:
    """Open work whose due date has passed.

    ## Why

    Somebody counts on that date. When it cannot be kept, they plan better with a later one than with one that has passed.
    A model version is late until it is deployed.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    due: 2026-11-13
         ^^^^^^^^^^ passed-due-date: TASK-1 was due on 2026-11-13, 3 days ago
    ---
    ```
    """
    if isinstance(item, ModelVersion) and (item.stage in ("deployed", "retired") or item.deployed):
        return
    today = project.today(item)
    if item.due and item.due < today:
        ago = counted((today - item.due).days, "{count} day ago", "{count} days ago")
        yield Finding(project.place(item, ("due",)), said("{item} was due on {due}, {ago}", item.shown, item.due, ago))
