from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.readiness import lacks
from dualtrack.project.sprint_work import entry_place, experiments
from dualtrack.said import listed, said


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
        if found := lacks(experiment) if experiment.phase == "waiting" else []:
            message = said("{experiment} is planned for {item}, but has {found}", experiment.shown, item.shown, listed(found))
            yield Finding(entry_place(project, item, experiment), message)
