from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.model.words import is_slip
from dualtrack.project.project import Project
from dualtrack.said import joined, said


@rule("error", kinds=("task", "experiment"), phases=(None,))
def unknown_status(item: Item, project: Project) -> Iterator[Finding]:
    """A status that the item's track does not have.

    ## Why

    Nobody can tell whether such an item waits, runs or has ended: its timebox is not counted and its Definition of Done is
    not asked for. Statuses are compared without case, spaces, `-` and `_`; `tracks:` in `dualtrack.yaml` sets them.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: runing
            ^^^^^^ unknown-status: research has no status "runing": proposed, running, evaluating, decided
    ---
    ```

    ## Fixed

    *Set the status to running*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---
    ```
    """
    conventions = project.conventions(item)
    if conventions.mistyped_track(item.track):
        return
    names = [status.name for status in conventions.track(item.track).all]
    likely = get_close_matches(item.status.lower(), names, n=1) or names
    fixes = (
        Fix(
            said("Set the status to {name}", name),
            partial(set_value, key=item.key, name="status", value=name),
            safe=is_slip(item.status, name),
        )
        for name in likely
    )
    message = said('{track} has no status "{status}": {names}', item.track, item.status, joined(", ", names))
    yield Finding(project.place(item, ("status",)), message, tuple(fixes))
