from collections.abc import Iterator
from functools import partial

from dualtrack.changes.move_item import move_item
from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.closings import closing_day
from dualtrack.project.deployments import is_past
from dualtrack.project.production import (
    deploy_tasks,
    in_production,
    live_unlike_its_file,
    replaced,
    surely_registered,
    versions,
)
from dualtrack.project.project import Project
from dualtrack.said import joined, listed, said


@rule("warning")
def contradicted_stage(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A model version whose stage says something else than its date, its deploy tasks, the registry or a git tag.

    ## Why

    Others read from the stage what runs in production. Tasks of type `deploy` that name the version (`model: fraud@1.2`), its
    `deployed` date, the alias that the registry gives it (`champion`, `production`, `live` …) and the tags of GTO
    (`fraud#prod`) must not say the opposite. A deployed version may have a further deploy task once one is done. Of a version
    that was taken back, what deployed it before says nothing. An alias or a tag that has moved is said of the version that it
    has moved to, until that one's stage is `deployed`. Where the file names the alias itself, that may be what the version is
    to become: said is only what is registered with its version as a tag, or from a run of its own, of an experiment that leads
    to it, and of no other version.

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
    if not item.stage:
        return
    place = project.place(item, ("stage",))
    if item.stage == "deployed":
        if any(live_unlike_its_file(project, other) for other in versions(project, item)):
            return  # it is said there
        if contrary := replaced(project, item):
            fix = Fix(said("Set the stage to retired"), partial(set_value, key=item.key, name="stage", value="retired"))
            yield Finding(place, said("{item} is deployed, but {contrary}", item.shown, joined(" and ", contrary)), (fix,))
        elif tasks := _unfinished(project, item):
            words = (said("{task}, which deploys it, is {status}", task.shown, task.status) for task in tasks)
            fixes = (fix for task in tasks for fix in _moves(project, task))
            yield Finding(place, said("{item} is deployed, but {tasks}", item.shown, joined(" and ", words)), tuple(fixes))
    elif contrary := [*_says_deployed(project, item)]:
        fix = Fix(said("Set the stage to deployed"), partial(set_value, key=item.key, name="stage", value="deployed"))
        standing = said("is retired") if item.stage == "retired" else said("is in {stage}", item.stage)
        yield Finding(place, said("{item} {standing}, but {contrary}", item.shown, standing, joined(" and ", contrary)), (fix,))


def _moves(project: Project, task: Item) -> Iterator[Fix]:
    closed = project.conventions(task).track(task.track).closed
    for status in closed[:1]:
        title = said("Move {item} to {closed}", task.shown, status.name)
        yield Fix(title, partial(move_item, key=task.key, status=status.name))


def _unfinished(project: Project, item: ModelVersion) -> list[Item]:
    """The tasks that deploy it, where none of them is done; where the registry shows that they are, that is said of them."""
    deploys = list(deploy_tasks(project, item))
    ended = any(task.is_closed for task in deploys) or in_production(surely_registered(project, item))
    return [] if ended else deploys


def _says_deployed(project: Project, item: ModelVersion) -> Iterator[str]:
    """What says that it is in production, by what was last done to it."""
    deploys = list(deploy_tasks(project, item))
    if item.deployed and item.deployed <= project.today(item) and not is_past(project, item, item.deployed):
        yield said("it was deployed on {deployed}", item.deployed)
    counting = [task for task in deploys if not is_past(project, item, closing_day(project, task))]
    if counting and all(task.is_closed for task in deploys):
        yield said("{deploys} deployed it", listed(task.shown for task in counting))
    yield from live_unlike_its_file(project, item)
