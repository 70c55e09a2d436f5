from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import folded
from dualtrack.project.production import made_by
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", kinds=("task",), phases=("waiting", "active"))
def deploy_of_rejected_experiment(item: Item, project: Project) -> Iterator[Finding]:
    """A deployment of what an experiment was decided against.

    ## Why

    Either the decision was taken back and nobody wrote that down, or what the team did not want goes into production. Looked
    at are the experiments that the deployment depends on, those that its model version does, and those whose runs made what
    the registry has of that version.

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
    found = [
        (project.place(item, ("depends_on", index), ("depends_on",)), project.find(name))
        for index, name in enumerate(item.depends_on)
        if name
    ]
    if isinstance(model, ModelVersion):
        stated, made = (project.find(name) for name in model.depends_on if name), made_by(project, model)
        rejected = made if all(each.decision == "decided-not-to-pursue" for each in made) else []
        found += [(project.place(item, ("model",)), other) for other in (*stated, *rejected)]
    for place, other in {other.key: (place, other) for place, other in reversed(found) if other}.values():
        if isinstance(other, Experiment) and other.decision == "decided-not-to-pursue":
            words = (item.shown, other.shown, DECISIONS[other.decision])
            yield Finding(place, said("{item} deploys {other}, which was decided: {decision}", *words))
