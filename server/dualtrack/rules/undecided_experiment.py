from collections.abc import Iterator

from dualtrack.changes.decide import decisions
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", phases=("done",))
def undecided_experiment(item: Experiment, project: Project) -> Iterator[Finding]:
    """An experiment that was closed without a decision.

    ## Why

    The outcome of an experiment is a decision: ship, iterate, inconclusive, or decided not to pursue. Each of them is
    completed research; only a closed experiment without one leaves the team where it was.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
            ^^^^^^^ undecided-experiment: EXP-1 is decided, but no decision is recorded
    ---
    ```

    ## Fixed

    *Close EXP-1 as inconclusive*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    decision: inconclusive
    closed: 2026-11-16
    ---

    ## Learnings

    > No success criterion could be read.


    ```
    """
    if item.decision or item.has_fault("decision"):
        return
    fixes = tuple(Fix(title, request.change) for title, request in decisions(item))
    message = said("{item} is {status}, but no decision is recorded", item.shown, item.status)
    yield Finding(project.place(item, ("status",)), message, fixes)
