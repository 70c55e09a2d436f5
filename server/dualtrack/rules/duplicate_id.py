from collections.abc import Iterator
from functools import partial

from dualtrack.changes.renumber import renumber
from dualtrack.findings import Finding, Fix, rule_of_whole
from dualtrack.project.project import Project
from dualtrack.said import said


@rule_of_whole("error")
def duplicate_id(project: Project) -> Iterator[Finding]:
    """An id that two files claim.

    ## Why

    Commits, runs and other items name an item by its id. With two of one id, their evidence is counted for both. Ids are
    compared without case and leading zeros, over all boards of the repository.

    ## Example

    ```
    -- tracks/tasks/TASK-1 Front-end.md --
    ---
    id: TASK-1
        ^^^^^^ duplicate-id: task-01 in tracks/tasks/other.md is the same id
    ---
    -- tracks/tasks/other.md --
    ---
    id: task-01
        ^^^^^^^ duplicate-id: TASK-1 in tracks/tasks/TASK-1 Front-end.md is the same id
    ---
    ```

    ## Fixed

    *Renumber task-01*

    ```
    -- tracks/tasks/TASK-1 Front-end.md --
    ---
    id: TASK-1
    ---
    -- tracks/tasks/other.md --
    ---
    id: TASK-2
    ---
    ```
    """
    for id in project.index["id"].shared:
        twins = project.twins(str(id))
        for index, item in enumerate(twins):
            other = twins[0] if index else twins[1]
            fix = Fix(said("Renumber {item}", item.shown), partial(renumber, key=item.key))
            yield Finding(project.place(item, ("id",)), said("{other} in {path} is the same id", other.id, other.path), (fix,))
