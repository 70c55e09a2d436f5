from collections.abc import Iterator
from functools import partial

from dualtrack.changes.add_learnings import add_learnings
from dualtrack.files.read import LEARNINGS_HEADING
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.project.project import Place, Project
from dualtrack.said import said


@rule("warning", phases=("done",))
def missing_learnings(item: Experiment, project: Project) -> Iterator[Finding]:
    """A decided experiment that says nothing of what was learned.

    ## Why

    An experiment that does not ship is worth what the team learned from it: the next person who has the idea finds it. What
    Dualtrack quotes there (`> …`) does not count, only the team's own words. In a sprint an experiment has them under its
    key `learnings`.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    decision: decided-not-to-pursue
    ---

    ## Learnings
    ^^^^^^^^^^^^ missing-learnings: EXP-1 was decided (Decided not to pursue) without learnings

    > val_f1 0.70 (asked: ≥ 0.72), not met
    ```

    ## Fixed

    *Add learnings*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    decision: decided-not-to-pursue
    ---

    ## Learnings

    > val_f1 0.70 (asked: ≥ 0.72), not met


    ```
    """
    if item.decision in (None, "ship") or item.has_learnings:
        return
    heading = project.document(item).body.heading(LEARNINGS_HEADING) if item.has_body else None
    place = Place(item.path, heading.span) if heading else project.place(item, ("learnings",), ("decision",))
    fix = Fix(said("Add learnings"), partial(add_learnings, key=item.key))
    yield Finding(
        place, said("{item} was decided ({decision}) without learnings", item.shown, DECISIONS[item.decision]), (fix,)
    )
