from collections.abc import Iterator
from functools import partial

from dualtrack.changes.move_item import move_item
from dualtrack.changes.remove_key import remove_key
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", phases=("waiting", "active"))
def decision_before_end(item: Experiment, project: Project) -> Iterator[Finding]:
    """An experiment that is decided and goes on.

    ## Why

    With a decision an experiment is over. As long as its status says otherwise, the board shows work that nobody does and its
    timebox goes on. Where it was reopened, the old decision no longer holds.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: evaluating
    decision: inconclusive
              ^^^^^^^^^^^^ decision-before-end: EXP-1 is evaluating, but a decision is recorded (Inconclusive)
    ---
    ```

    ## Fixed

    *Set the status to decided*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    closed: 2026-11-16
    decision: inconclusive
    ---
    ```
    """
    if not item.decision:
        return
    end = project.conventions(item).track(item.track).closed[0].name
    fixes = (
        Fix(said("Set the status to {end}", end), partial(move_item, key=item.key, status=end)),
        Fix(said("Remove the decision"), partial(remove_key, key=item.key, name="decision")),
    )
    message = said(
        "{item} is {status}, but a decision is recorded ({decision})", item.shown, item.status, DECISIONS[item.decision]
    )
    yield Finding(project.place(item, ("decision",)), message, fixes)
