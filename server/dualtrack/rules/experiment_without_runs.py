from collections.abc import Iterator

from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.criterion import Criterion
from dualtrack.model.experiment import Experiment
from dualtrack.project.evidence import criterion_of
from dualtrack.project.linked_runs import candidates, linked_runs
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", phases=("active",), needs="success_criteria")
def experiment_without_runs(item: Experiment, project: Project) -> Iterator[Finding]:
    """An experiment whose timebox has ended, and to which no run is linked.

    ## Why

    Its criteria cannot be judged without one. If it has runs, they can be named for it (`exp-1-wider`), have the tag
    `dualtrack.item`, which `dualtrack.tag("EXP-1")` in the script sets, or be listed under `runs:`. Said only where runs
    are known.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    id: EXP-1
    status: running
    started: 2026-11-02
    timebox_days: 10
    success_criteria: val_f1 >= 0.72
                      ^^^^^^^^^^^^^^ experiment-without-runs: no run is linked to EXP-1; one named exp-1-… would be
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, metrics: {val_f1: 0.73}}
    ```
    """
    known = project.facts[Runs]
    if project.facts.unknown(Runs) or not known.any or not item.id or any(item.runs):
        return
    if not item.timebox_expired(project.today(item)) or linked_runs(project, item).runs or candidates(project, item):
        return
    if any(isinstance(criterion_of(text), Criterion) for text in item.success_criteria):
        message = said("no run is linked to {item}; one named {name}-… would be", item.shown, item.id.lower())
        yield Finding(project.place(item, ("success_criteria",)), message)
