from collections.abc import Iterator

from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", phases=("done",))
def contradicted_decision(item: Experiment, project: Project) -> Iterator[Finding]:
    """A decision that the team's own criteria speak against.

    ## Why

    A team may ship what missed its target, or give up what reached it; then the reason belongs in the file, or the best run is
    not linked. Said only where every criterion was measured on runs that are stated (`runs:`, or the tag `dualtrack.item`),
    and where no other reason than `did-not-beat-baseline` is given. Where a run that is not cited reaches it,
    `better-run` says so.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: Validation F1 >= 0.72
    status: decided
    decision: ship
              ^^^^ contradicted-decision: EXP-1 was decided (Ship), but val_f1 0.703 (asked: ≥ 0.72), not met
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, metrics: {val_f1: 0.703}}
    ```
    """
    if item.decision not in ("ship", "decided-not-to-pursue") or item.gives_reason or project.facts.unknown(Runs):
        return
    criteria = [text for text in item.success_criteria if text]
    linked = linked_runs(project, item)
    if not criteria or not linked.runs or linked.inferred_from:
        return
    judgements = evidence.judgements(project, item)
    verdicts = {judgement.verdict for judgement in judgements}
    if len(judgements) < len(criteria) or not verdicts <= {"met", "met once", "not met"}:
        return
    ships = item.decision == "ship"
    better = evidence.better_than_cited(project, item)
    if ("not met" in verdicts) == ships and not (ships and better and better[1].holds):
        against = next(each for each in judgements if each.holds != ships)
        message = said("{item} was decided ({decision}), but {summary}", item.shown, DECISIONS[item.decision], against.summary)
        yield Finding(project.place(item, ("decision",)), message)
