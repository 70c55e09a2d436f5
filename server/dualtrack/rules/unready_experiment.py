from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.criterion import Criterion
from dualtrack.model.experiment import Experiment
from dualtrack.model.sprint import Sprint
from dualtrack.project.evidence import criterion_of
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import entry_place, experiments


@rule("information")
def unready_experiment(item: Sprint, project: Project) -> Iterator[Finding]:
    """An experiment that is planned for a sprint before it is clear what it asks.

    ## Why

    A hypothesis, a number that decides and a timebox are agreed on while a sprint is planned: afterwards every result looks
    like a success. Nothing is said once the experiment or the sprint has started.

    ## Example

    ```
    -- tracks/sprints/sprint-6.yaml --
    start: 2026-11-23
    experiments:
      - EXP-24
        ^^^^^^ unready-experiment: EXP-24 is planned for sprint-6, but has no hypothesis and no success criterion
    -- tracks/experiments/EXP-24.md --
    ---
    timebox_days: 5
    ---
    ```
    """
    if item.start and item.start < project.today(item):
        return
    if item.has_ended(project.today(item)):
        return
    for experiment in experiments(project, item):
        lacks = _lacks(experiment) if experiment.phase == "waiting" else []
        if lacks:
            listed = " and ".join(part for part in (", ".join(lacks[:-1]), lacks[-1]) if part)
            message = f"{experiment.shown} is planned for {item.shown}, but has {listed}"
            yield Finding(entry_place(project, item, experiment), message)


def _lacks(experiment: Experiment) -> list[str]:
    faulty = {fault.route[0] for fault in experiment.faults}
    lacks: list[str] = []
    if not experiment.hypothesis and "hypothesis" not in faulty:
        lacks.append("no hypothesis")
    stated = [text for text in experiment.success_criteria if text]
    if not any(isinstance(criterion_of(text), Criterion) for text in stated) and "success_criteria" not in faulty:
        lacks.append("no numeric success criterion" if stated else "no success criterion")
    if not experiment.timebox and not faulty & {"timebox", "timebox_days"}:
        lacks.append("no timebox")
    return lacks
