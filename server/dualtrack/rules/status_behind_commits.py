from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from dualtrack.changes.decide import decisions
from dualtrack.changes.move_item import move_item
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project.last_word import moved_on
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", kinds=("task", "experiment"), phases=("waiting", "active"))
def status_behind_commits(item: Item, project: Project) -> Iterator[Finding]:
    """A status that a commit on the default branch has moved on from.

    ## Why

    Whoever writes `Closes TASK-12` believes that the board knows it from then on. The file decides, so the board goes on
    showing open work that is done. Only the default branch counts, a revert takes back what it reverts, and the last word has a
    later commit that gives the item another status, or that mentions it and edits its file. A commit that only adds the
    item's file says what there is to do. Nothing is said in a clone that lacks older commits or files, nor where the file on
    the default branch says so already. `dualtrack sync` applies the fix wherever there is one.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: review
            ^^^^^^ status-behind-commits: TASK-1 is review, but 1a2b3c4d closes it
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    status: backlog
            ^^^^^^^ status-behind-commits: TASK-2 is backlog, but 5e6f7a8b moves it to review
    ---
    -- tracks/tasks/TASK-3.md --
    ---
    status: review
    ---
    -- facts.yaml --
    commits:
      - {hash: 1a2b3c4d, message: Closes TASK-1, when: 2026-11-14}
      - {hash: 5e6f7a8b, message: "TASK-2 #review"}
      - {hash: 9c0d1e2f, message: Closes TASK-3, landed: false}
    ```

    ## Fixed

    *Move TASK-1 to done*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: done
    closed: 2026-11-14
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    status: backlog
    ---
    -- tracks/tasks/TASK-3.md --
    ---
    status: review
    ---
    ```
    """
    if not (moved := moved_on(project, item)):
        return
    if moved.is_closed and isinstance(item, Experiment) and not item.decision:
        fixes = tuple(Fix(title, request.change) for title, request in decisions(item))
    else:
        on = project.local(item, datetime.fromtimestamp(moved.commit.committed, UTC)).date()
        change = partial(move_item, key=item.key, status=moved.status.name, on=on)
        fixes = (Fix(said("Move {item} to {status}", item.shown, moved.status.name), change, from_git=True),)
    yield Finding(
        project.place(item, ("status",)), said("{item} is {status}, but {does}", item.shown, item.status, moved.does), fixes
    )
