from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_metric import set_metric
from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.model.metric import normal
from dualtrack.model.verdict import Answer, Judgement
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.notebooks import in_last_stretch
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", phases=("active",))
def unjudged_criterion(item: Experiment, project: Project) -> Iterator[Finding]:
    """A criterion that cannot be judged, whatever more is measured.

    ## Why

    A criterion decides nothing as long as nobody knows which of the logged metrics it means, which way that is better, or
    whether it is logged in percent. `metrics:` in `dualtrack.yaml` says it once for all experiments of the board. It cannot be
    judged either without a baseline to compare with, or when the data or the evaluation are others than at the baseline.
    Nothing is said before a linked run has finished, nor of a holdout before the last status that is not a decision.

    ## Example

    ```
    -- dualtrack.yaml --
    metrics: {Validation F1: val_f1}   # as in the tracker
    -- tracks/experiments/EXP-1.md --
    ---
    status: evaluating
    baseline: {churn: 0.69}
    success_criteria:
      - improves churn by 0.03
        ^^^^^^^^^^^^^^^^^^^^^^ unjudged-criterion: whether churn is better high or low is not known
      - Holdout F1 >= 0.7
        ^^^^^^^^^^^^^^^^^ unjudged-criterion: Holdout F1 not measured: the runs log churn, val_f1
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, metrics: {churn: 0.66, val_f1: 0.703}}
    ```

    ## Fixed

    *Say that churn is better low*

    ```
    -- dualtrack.yaml --
    metrics: {Validation F1: val_f1, churn: {better: low}}   # as in the tracker
    -- tracks/experiments/EXP-1.md --
    ---
    status: evaluating
    baseline: {churn: 0.69}
    success_criteria:
      - improves churn by 0.03
      - Holdout F1 >= 0.7
    ---
    ```
    """
    if not linked_runs(project, item).runs:
        return
    judged = {"success_criteria": evidence.judgements(project, item), "stop_criteria": evidence.stop_judgements(project, item)}
    for key, judgements in judged.items():
        texts: tuple[str, ...] = getattr(item, key)
        for judgement in judgements:
            if judgement.stuck and not (judgement.verdict == "not measured" and _may_come(project, item, judgement)):
                place = project.place(item, (key, texts.index(judgement.criterion.text)), (key,))
                fixes = (Fix(_title(answer), partial(set_metric, key=item.key, answer=answer)) for answer in judgement.answers)
                yield Finding(place, judgement.summary, tuple(fixes))


def _may_come(project: Project, item: Experiment, judgement: Judgement) -> bool:
    """Whether a run that is not known yet may log it: one of a tracker that cannot be read, or on the holdout, at the end."""
    is_of_holdout = "test" in normal(judgement.criterion.text)
    return bool(project.facts.unknown(Runs)) or (is_of_holdout and not in_last_stretch(project, item))


def _title(answer: Answer) -> str:
    metric, says = answer
    if says.name:
        return said("Say that {metric} is {says}", metric, says.name)
    if says.better:
        high = says.better == "high"
        return said("Say that {metric} is better high" if high else "Say that {metric} is better low", metric)
    if says.scale == "percent":
        return said("Say that {metric} is logged in percent", metric)
    return said("Say that {metric} is logged as a fraction", metric)
