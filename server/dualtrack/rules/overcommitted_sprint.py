from collections.abc import Iterator, Sequence

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint, SprintList
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import experiments, limits, list_place, product_tasks
from dualtrack.said import joined, plural, said


@rule("warning")
def overcommitted_sprint(item: Sprint, project: Project) -> Iterator[Finding]:
    """A sprint that takes on more than the team agreed to.

    ## Why

    With two product tasks and up to three experiments in a sprint, there is time for what an experiment turns up. A team of
    another size sets `sprint: {limits: …}` in `dualtrack.yaml`, and one sprint its own `limits:`. What was given up does not
    count.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    product-tasks:
    ^^^^^^^^^^^^^ overcommitted-sprint: sprint-5 takes on 2 product tasks of at most 1: Capture front-end, TASK-1
      - feature: Capture front-end
      - TASK-1
    limits: {product_tasks: 1}
    -- tracks/tasks/TASK-1.md --
    ```
    """
    if item.has_ended(project.today(item)):
        return
    tasks, trials = limits(project, item)
    yield from _over(item, project, "product_tasks", product_tasks(project, item), tasks)
    yield from _over(item, project, "experiments", experiments(project, item), trials)


def _over(sprint: Sprint, project: Project, name: SprintList, held: Sequence[Item], limit: int) -> Iterator[Finding]:
    if len(held) > limit and not all(item.is_closed for item in held):
        listed = joined(", ", (item.shown for item in held))
        tasks = name == "product_tasks"
        taken_on = plural(len(held), "product task") if tasks else plural(len(held), "experiment")
        message = said("{sprint} takes on {taken_on} of at most {limit}: {listed}", sprint.shown, taken_on, limit, listed)
        yield Finding(list_place(project, sprint, name), message)
