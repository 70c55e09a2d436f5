from collections.abc import Iterator

from dualtrack.changes.block import Block
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", phases=("active",), needs="depends_on")
def waiting_for_data(item: Item, project: Project) -> Iterator[Finding]:
    """Work that goes on while the data it depends on is not ready.

    ## Why

    What is trained on data that is still being collected or validated may have to be done again. Either it waits, and the
    board says so, or it works with what is there and the dependency is none.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    depends_on: DATA-3
                ^^^^^^ waiting-for-data: EXP-1 is running, but DATA-3 is in-progress
    ---
    -- tracks/tasks/DATA-3.md --
    ---
    status: in-progress
    ---
    ```

    ## Fixed

    *Mark EXP-1 as blocked (data)*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    blocked: {kind: data, since: 2026-11-16, reason: DATA-3}
    depends_on: DATA-3
    ---
    -- tracks/tasks/DATA-3.md --
    ---
    status: in-progress
    ---
    ```
    """
    if item.blocked or item.has_fault("blocked"):
        return
    for index, name in enumerate(item.depends_on):
        other = project.find(name) if name else None
        if other and other.kind == "task" and other.track == "data" and other.phase in ("waiting", "active"):
            fix = Fix(said("Mark {item} as blocked (data)", item.shown), Block(item.key, "data", other.shown).change)
            place = project.place(item, ("depends_on", index), ("depends_on",))
            yield Finding(
                place,
                said("{item} is {status}, but {other} is {state}", item.shown, item.status, other.shown, other.status),
                (fix,),
            )
