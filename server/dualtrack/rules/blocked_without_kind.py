from collections.abc import Iterator

from dualtrack.changes.block import Block
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import BLOCKER_KINDS, Item
from dualtrack.project.project import Project
from dualtrack.said import joined, said


@rule("information", phases=("waiting", "active"), needs="blocked")
def blocked_without_kind(item: Item, project: Project) -> Iterator[Finding]:
    """A blocked item that does not say what kind of thing blocks it.

    ## Why

    Whether a team waits for data, for machines or for people is the first thing to know about its pace. A sentence says why
    one item stands still; only the kind can be counted.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    blocked: waiting for the export
             ^^^^^^^^^^^^^^^^^^^^^^ blocked-without-kind: TASK-1 is blocked by none of data, compute, infra, people, external
    ---
    ```

    ## Fixed

    *Mark TASK-1 as blocked (data)*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    blocked: {kind: data, reason: waiting for the export}
    ---
    ```
    """
    if not item.blocked or item.blocked.kind or item.has_fault("blocked"):
        return
    fixes = (
        Fix(said("Mark {item} as blocked ({kind})", item.shown, kind), Block(item.key, kind).change) for kind in BLOCKER_KINDS
    )
    message = said("{item} is blocked by none of {kinds}", item.shown, joined(", ", BLOCKER_KINDS))
    yield Finding(project.place(item, ("blocked",)), message, tuple(fixes))
