from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.model.mention import prefix_of
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said

_TASKS = {"infra", "pipeline", "deploy", "monitoring", "alert", "ci", "cd", "chore", "automation", "mlops", "platform"}
_CHECKS = {"test", "tests", "testing", "validation", "data", "ops", "devops", "infrastructure", "etl"}
_ROLES = {"mlopsengineer", "dataengineer"}


@rule("information")
def sprint_without_mlops(item: Sprint, project: Project) -> Iterator[Finding]:
    """A running sprint in which nobody works on data, pipelines, deployment or monitoring.

    ## Why

    Tests of data, training in CI, deployment and monitoring are built a little in every sprint, or not at all: the debt shows
    when a model is to ship and nothing can be run again. A task counts by its track `data`, by its type or a label (infra,
    pipeline, deploy, monitoring, alert, ci, chore, automation …), or by the role of an MLOps or data engineer. A sprint of
    experiments alone is asked for nothing.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    id: sprint-5
        ^^^^^^^^ sprint-without-mlops: sprint-5 holds no work on data, pipelines, deployment or monitoring
    start: 2026-11-16
    product-tasks:
      - feature: Capture front-end
      - ux: Empty states
    ```
    """
    today = project.today(item)
    if not item.has_started(today) or item.has_ended(today):
        return
    members = project.members(item)
    if any(member.kind == "task" for member in members) and not any(_is_mlops(member, project) for member in members):
        yield Finding(
            project.place(item), said("{item} holds no work on data, pipelines, deployment or monitoring", item.shown)
        )


def _is_mlops(item: Item, project: Project) -> bool:
    if (
        item.track == "data"
        or prefix_of(item.id) == "OPS"
        or any(folded(word) in _TASKS | _CHECKS for word in (item.type, *item.labels))
    ):
        return True
    names = {folded(name) for name in item.assignee}
    team = project.conventions(item).members.items()
    roles = (who.role for handle, who in team if names & {folded(handle), folded(who.name), folded(who.email)})
    return any(folded(role) in _ROLES for role in (item.role, *roles))
