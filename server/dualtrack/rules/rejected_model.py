from collections.abc import Iterator

from dualtrack.facts.registry import Registry
from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project.linked_runs import experiments_of, linked_runs
from dualtrack.project.production import in_production, is_known, is_own_work
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", needs="decision")
def rejected_model(item: Experiment, project: Project) -> Iterator[Finding]:
    """A model in production that a run of a rejected experiment made.

    ## Why

    Either the decision was taken back and nobody wrote that down, or somebody moved the alias of the registry (`champion`,
    `production`, `live` …) to the wrong version. Nothing is said where the run belongs to another experiment too that was not
    rejected, where it is the experiment's `baseline_run`, or where only its commit links it.

    ## Example

    ```
    -- tracks/experiments/EXP-4.md --
    ---
    status: decided
    decision: decided-not-to-pursue
              ^^^^^^^^^^^^^^^^^^^^^ rejected-model: EXP-4 was not pursued, but fraud v2 from its run wide is champion in mlflow
    ---
    -- facts.yaml --
    runs:
      - {id: 77aa01bb, name: wide, item: EXP-4}
    registered:
      - {version: fraud v2, run: 77aa01bb, aliases: [champion]}
    ```
    """
    linked = linked_runs(project, item) if item.decision == "decided-not-to-pursue" else None
    for run in linked.runs if linked else ():
        versions = [each for each in project.facts[Registry].by_run.get(run.id, ()) if is_known(project, each.model)]
        for live in in_production(versions) if is_own_work(project, item, run) else ():
            if all(each.decision == item.decision for each in experiments_of(project, run)):
                words = (item.shown, live.version.shown, run.shown, live.standing)
                message = said("{item} was not pursued, but {version} from its run {run} is {standing}", *words)
                yield Finding(project.place(item, ("decision",)), message)
