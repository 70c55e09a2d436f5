from collections.abc import Iterator

from dualtrack.changes.decide import decisions
from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", phases=("active",), needs="stop_criteria")
def met_stop_criterion(item: Experiment, project: Project) -> Iterator[Finding]:
    """An experiment that goes on though its stop criterion is met.

    ## Why

    The team agreed beforehand when to give up, since nobody likes to when the day comes. Judged by the best variant so far,
    where all trackers can be read.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    success_criteria: val_f1 >= 0.72
    stop_criteria: val_f1 < 0.65
                   ^^^^^^^^^^^^^ met-stop-criterion: the stop criterion of EXP-1 is met: val_f1 0.61 < 0.65
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, metrics: {val_f1: 0.61}}
    ```

    ## Fixed

    *Decide not to pursue EXP-1*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    decision: decided-not-to-pursue
    closed: 2026-11-16
    success_criteria: val_f1 >= 0.72
    stop_criteria: val_f1 < 0.65
    ---

    ## Learnings

    > val_f1 >= 0.72: val_f1 0.61 (asked: ≥ 0.72), not met (run 8f3c01aa)


    ```
    """
    for judgement in evidence.stop_judgements(project, item):
        if judgement.verdict == "met" and not project.facts.unknown(Runs):
            place = project.place(
                item, ("stop_criteria", item.stop_criteria.index(judgement.criterion.text)), ("stop_criteria",)
            )
            fixes = (Fix(title, request.change) for title, request in decisions(item) if request.decision != "ship")
            message = said("the stop criterion of {item} is met: {compared}", item.shown, judgement.compared)
            yield Finding(place, message, tuple(fixes))
