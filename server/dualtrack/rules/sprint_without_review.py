from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information")
def sprint_without_review(item: Sprint, project: Project) -> Iterator[Finding]:
    """A sprint that has ended without anything that was shown.

    ## Why

    A review shows one feature and the outcome of one experiment, whatever it was: those who wait for the model see what was
    learned, not only what was shipped. `review: {feature: TASK-12, experiment: EXP-23}` names them; one of the two will do.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    id: sprint-5
        ^^^^^^^^ sprint-without-review: sprint-5 ended on 2026-11-13, and its review names neither feature nor experiment
    start: 2026-11-02
    end: 2026-11-13
    retro: {improvement: TASK-1}
    -- tracks/tasks/TASK-1.md --
    ```
    """
    if not item.has_just_ended(project.today(item)) or item.review.feature or item.review.experiment:
        return
    if not any(fault.route[0] == "review" for fault in item.faults):
        message = said("{item} ended on {end}, and its review names neither feature nor experiment", item.shown, item.end)
        yield Finding(project.place(item, ("review",)), message)
