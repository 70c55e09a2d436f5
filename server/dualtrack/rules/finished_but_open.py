from collections.abc import Iterator
from functools import partial

from dualtrack.changes.move_item import move_item
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.last_word import is_past_known, moved_after, word_on
from dualtrack.project.project import Project
from dualtrack.said import plural, said


@rule("information", kinds=("task",), phases=("active",), needs="dod")
def finished_but_open(item: Item, project: Project) -> Iterator[Finding]:
    """A task whose checklist is done and whose work has been merged, and that is still open.

    ## Why

    Nothing of it is left to do, so it only makes the board longer and the work in progress larger than it is. It is said when
    the whole Definition of Done is closed and no other box of its file is open, all of its commits are on the default branch,
    none of its branches is ahead, and nobody gave it another status since.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: review
            ^^^^^^ finished-but-open: TASK-1 is review with nothing open and 1 commit merged
    ---
    ## Definition of Done
    - [x] reviewed
    -- facts.yaml --
    commits:
      - {hash: 1a2b3c4d, message: "feat(TASK-1): feedback form"}
    ```

    ## Fixed

    *Move TASK-1 to done*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: done
    closed: 2026-11-15
    ---
    ## Definition of Done
    - [x] reviewed
    ```
    """
    work = evidence.finished_work(project, item)
    closed = project.conventions(item).track(item.track).closed
    if not work or not closed or any(word_on(project, item, commit) for commit in evidence.commits(project, item)):
        return  # status-behind-commits speaks of those
    if not is_past_known(project) or moved_after(project, item, work[0]):
        return
    change = partial(move_item, key=item.key, status=closed[0].name, on=project.local(item, work[0].when).date())
    message = said(
        "{item} is {status} with nothing open and {commits} merged", item.shown, item.status, plural(len(work), "commit")
    )
    yield Finding(
        project.place(item, ("status",)),
        message,
        (Fix(said("Move {item} to {closed}", item.shown, closed[0].name), change),),  # no commit says so: `sync` leaves it
    )
