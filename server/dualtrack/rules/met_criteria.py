from collections.abc import Iterator

from dualtrack.changes.decide import decisions
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.said import joined, said


@rule("information", phases=("active",), needs="success_criteria")
def met_criteria(item: Experiment, project: Project) -> Iterator[Finding]:
    """An experiment that has met its success criteria, and is not decided.

    ## Why

    What was agreed on is reached; the rest of the timebox can go to the next question. Said only where each criterion is met by
    more than chance: one run that reaches it shows that it can be reached, and another seed whether it is.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    success_criteria: val_f1 >= 0.72
                      ^^^^^^^^^^^^^^ met-criteria: EXP-1 can be decided: val_f1 0.74 ≥ 0.72, met · median of 3
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, params: {seed: 1}, metrics: {val_f1: 0.73}}
      - {id: 8f3c02bb, item: EXP-1, params: {seed: 2}, metrics: {val_f1: 0.74}}
      - {id: 8f3c03cc, item: EXP-1, params: {seed: 3}, metrics: {val_f1: 0.75}}
    ```

    ## Fixed

    *Decide to ship EXP-1*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    decision: ship
    closed: 2026-11-16
    success_criteria: val_f1 >= 0.72
    ---

    ## Learnings

    > val_f1 >= 0.72: val_f1 0.74 ≥ 0.72, met · median of 3 (run 8f3c02bb)


    ```
    """
    judged = evidence.measured(project, item)
    if len(judged) == sum(map(bool, item.success_criteria)) and all(each.verdict == "met" for each in judged):
        summary = joined("; ", (each.summary for each in judged))
        fixes = tuple(Fix(title, request.change) for title, request in decisions(item))
        message = said("{item} can be decided: {summary}", item.shown, summary)
        yield Finding(project.place(item, ("success_criteria",)), message, fixes)
