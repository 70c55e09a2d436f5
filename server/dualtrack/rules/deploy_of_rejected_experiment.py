from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", kinds=("task",), phases=("waiting", "active"))
def deploy_of_rejected_experiment(item: Item, project: Project) -> Iterator[Finding]:
    """A deployment of what an experiment was decided against.

    ## Why

    Either the decision was taken back and nobody wrote that down, or what the team did not want goes into production. Looked
    at are the experiments that the deployment depends on, and those that its model version does.

    ## Example

    ```
    -- tracks/tasks/OPS-1.md --
    ---
    type: deploy
    depends_on: [EXP-1]
                 ^^^^^ deploy-of-rejected-experiment: OPS-1 deploys EXP-1, which was decided: Decided not to pursue
    ---
    -- tracks/experiments/EXP-1.md --
    ---
    status: decided
    decision: decided-not-to-pursue
    ---
    ```
    """
    if folded(item.type) != "deploy":
        return
    model = project.find(item.model) if item.model else None
    named = [(project.place(item, ("depends_on", index), ("depends_on",)), name) for index, name in enumerate(item.depends_on)]
    named += [(project.place(item, ("model",)), name) for name in model.depends_on] if model else []
    for place, name in named:
        other = project.find(name) if name else None
        if isinstance(other, Experiment) and other.decision == "decided-not-to-pursue":
            yield Finding(
                place,
                said(
                    "{item} deploys {other}, which was decided: {decision}", item.shown, other.shown, DECISIONS[other.decision]
                ),
            )
