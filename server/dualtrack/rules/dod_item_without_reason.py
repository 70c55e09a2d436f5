from collections.abc import Iterator
from functools import partial

from dualtrack.changes.give_reason import give_reason
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.required_items import open_items
from dualtrack.said import said


@rule("warning", kinds=("task", "experiment"), needs="dod")
def dod_item_without_reason(item: Item, project: Project) -> Iterator[Finding]:
    """An item of a Definition of Done that is called not applicable without a reason.

    ## Why

    Some items do not apply, and then `- [-] … N/A: reason` closes them. Without the reason nobody can tell what does not apply
    from what was passed over, so the item counts as open.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: review
    ---
    ## Definition of Done
    - [x] Code reviewed and unit-tested
    - [-] Load test
    ^^^^^^^^^^^^^^^ dod-item-without-reason: "Load test" is not applicable without a reason
    - [-] Dashboard — N/A: no user sees it
    ```

    ## Fixed

    *Give a reason*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: review
    ---
    ## Definition of Done
    - [x] Code reviewed and unit-tested
    - [-] Load test — N/A:
    - [-] Dashboard — N/A: no user sees it
    ```
    """
    if item.phase == "dropped":
        return
    lines = [line for line in item.dod if line.mark == "-" and not line.closed]
    named = open_items(project, item) if lines and item.phase == "done" else []  # done-with-open-dod names them
    for line in lines:
        if line not in named:
            fix = Fix(said("Give a reason"), partial(give_reason, key=item.key, text=line.shown))
            yield Finding(Place(item.path, line.span), said('"{line}" is not applicable without a reason', line.shown), (fix,))
