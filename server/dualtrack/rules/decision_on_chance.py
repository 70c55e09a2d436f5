from collections.abc import Iterator

from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", phases=("done",), needs="success_criteria")
def decision_on_chance(item: Experiment, project: Project) -> Iterator[Finding]:
    """A decision on a single run, or on a difference that is within the noise.

    ## Why

    With another seed the number would have been another, and perhaps the decision. A team may well decide so, for what can be
    taken back; then a `reason` says why, and nothing is said here. Nor is it of what ends as inconclusive or goes on.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: val_f1 >= 0.72
    status: decided
    decision: ship
              ^^^^ decision-on-chance: EXP-1 was decided (Ship) on one run: val_f1 0.73 ≥ 0.72, met once
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, metrics: {val_f1: 0.73}}
    ```
    """
    if item.decision not in ("ship", "decided-not-to-pursue") or item.gives_reason or project.facts.unknown(Runs):
        return
    for judgement in evidence.measured(project, item):
        within = judgement.verdict == "within noise"
        if within or (judgement.verdict == "met once" and item.decision == "ship"):
            basis = said("on a difference within the noise") if within else said("on one run")
            message = said(
                "{item} was decided ({decision}) {basis}: {summary}",
                item.shown,
                DECISIONS[item.decision],
                basis,
                judgement.summary,
            )
            yield Finding(project.place(item, ("decision",)), message)
            return
