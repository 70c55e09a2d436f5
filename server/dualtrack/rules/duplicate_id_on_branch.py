from collections.abc import Iterator
from functools import partial

from dualtrack.changes.renumber import renumber
from dualtrack.facts.checkout import Checkout
from dualtrack.facts.history import History
from dualtrack.facts.pasts import Pasts
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.branches import namesakes
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning")
def duplicate_id_on_branch(item: Item, project: Project) -> Iterator[Finding]:
    """An id that another branch gives to another item.

    ## Why

    Two people who each add an item take the same number. Git merges both files without a conflict, and from then on their
    commits and runs are counted for both: it is easiest to tell them apart before. Two files are one item if they come from
    one commit that added it, be it rebased, picked or squashed. Whose item is on the default branch keeps the number, and
    nothing is said there. The new number is free on all branches that are here, local and remote ones.

    ## Example

    ```
    -- tracks/tasks/front-end.md --
    ---
    id: TASK-7
        ^^^^^^ duplicate-id-on-branch: feature/alarm gives TASK-7 to another item: Alarm (tracks/tasks/TASK-7 Alarm.md)
    ---
    -- facts.yaml --
    elsewhere:
      - {id: TASK-7, branch: feature/alarm, path: tracks/tasks/TASK-7 Alarm.md, title: Alarm, same: false}
    ```

    ## Fixed

    *Renumber TASK-7*

    ```
    -- tracks/tasks/front-end.md --
    ---
    id: TASK-8
    formerly: [TASK-7]
    ---
    ```
    """
    found = namesakes(project, item)
    for other in () if found and _has_landed(project, item) else found[:1]:
        message = said(
            "{branch} gives {item} to another item: {other} ({path})", other.branch, item.id, other.title, other.path
        )
        fix = Fix(said("Renumber {item}", item.shown), partial(renumber, key=item.key))
        yield Finding(project.place(item, ("id",)), message, (fix,))


def _has_landed(project: Project, item: Item) -> bool:
    """Whether the item is known to be on the default branch."""
    history, past = project.facts[History], project.facts[Pasts].of(canonical(item.id), item.path)
    if not past.committed:
        return False
    added = history.commits.get(past.versions[0].hash) if past.versions else None
    return project.facts[Checkout].branch == history.trunk or (added is not None and added.landed)
