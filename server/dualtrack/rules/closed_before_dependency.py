from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.parents import ancestors
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", kinds=("task", "experiment"), phases=("done",), needs="depends_on")
def closed_before_dependency(item: Item, project: Project) -> Iterator[Finding]:
    """An item that is done while something it depends on is open.

    ## Why

    One of the two is wrong: the work is not done, or the dependency was none. Others plan with both. A parent ends after its
    parts, so it is no dependency of theirs.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: done
    depends_on: [DATA-1, DATA-2]
                         ^^^^^^ closed-before-dependency: TASK-1 is done, but depends on DATA-2, which is validating
    ---
    -- tracks/tasks/DATA-1.md --
    ---
    status: ready
    ---
    -- tracks/tasks/DATA-2.md --
    ---
    status: validating
    ---
    ```
    """
    for index, name in enumerate(item.depends_on):
        other = project.find(name) if name else None
        is_open = other and other.kind in ("task", "experiment") and other.phase in ("waiting", "active")
        if other and is_open and not any(other is each for each in (item, *ancestors(project, item))):
            place = project.place(item, ("depends_on", index), ("depends_on",))
            yield Finding(
                place,
                said(
                    "{item} is {status}, but depends on {other}, which is {state}",
                    item.shown,
                    item.status,
                    other.shown,
                    other.status,
                ),
            )
