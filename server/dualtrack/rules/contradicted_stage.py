from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.mention import canonical
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import folded
from dualtrack.project.project import Project


@rule("warning")
def contradicted_stage(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A model version whose stage says something else than its date or the tasks that deploy it.

    ## Why

    Others read from the stage what runs in production. Tasks of type `deploy` that name the version (`model: fraud@1.2`) and
    its `deployed` date must not say the opposite. A deployed version may have a further deploy task once one is done.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
           ^^^^^^^ contradicted-stage: fraud@1.2 is in testing, but TASK-7 deployed it
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- tracks/tasks/TASK-7.md --
    ---
    type: deploy
    status: done
    model: fraud@1.2
    allow: [missing-dod-item]
    ---
    ```

    ## Fixed

    *Set the stage to deployed*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: deployed
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- tracks/tasks/TASK-7.md --
    ---
    type: deploy
    status: done
    model: fraud@1.2
    allow: [missing-dod-item]
    ---
    ```
    """
    if item.stage in (None, "retired"):
        return
    naming = (task for task in project.referrers(item) if canonical(task.model) == canonical(item.id))
    deploys = [task for task in naming if folded(task.type) == "deploy" and task.phase not in (None, "dropped")]
    ended = [task for task in deploys if task.is_closed]
    if item.stage == "deployed":
        if deploys and not ended:
            tasks = " and ".join(f"{task.shown}, which deploys it, is {task.status}" for task in deploys)
            yield Finding(project.place(item, ("stage",)), f"{item.shown} is deployed, but {tasks}")
        return
    contrary = ""
    if item.deployed and item.deployed <= project.today(item):
        contrary = f"was deployed on {item.deployed}"
    elif deploys and ended == deploys:
        contrary = f"{' and '.join(task.shown for task in deploys)} deployed it"
    if contrary:
        fix = Fix("Set the stage to deployed", partial(set_value, key=item.key, name="stage", value="deployed"))
        yield Finding(project.place(item, ("stage",)), f"{item.shown} is in {item.stage}, but {contrary}", (fix,))
