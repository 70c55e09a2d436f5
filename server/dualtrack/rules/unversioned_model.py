from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import folded
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.production import registered_as
from dualtrack.project.project import Project
from dualtrack.said import said

_NO_ARTIFACT = frozenset({"ci", "dashboard", "monitor", "validation", "featurestore", "pipeline", "wiki", "card", "modelcard"})


@rule("warning")
def unversioned_model(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A model version in testing or in production that does not say where its artifact is.

    ## Why

    A model that cannot be found again cannot be rolled back to, compared with or explained. `registry: models:/fraud/3`,
    `runs: [mlflow:8f3c…]` or a link to where it is kept ties the version to one artifact.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
           ^^^^^^^ unversioned-model: fraud@1.2 is in testing, and neither registry, runs nor links say where its artifact is
    links: [{ci: "https://ci.example/7"}]
    card: docs/fraud.md
    ---
    -- facts.yaml --
    registered:
      - {version: fraud v3, release: 1.2.0}
    ```

    ## Fixed

    *Set registry to models:/fraud/3*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
    registry: models:/fraud/3
    links: [{ci: "https://ci.example/7"}]
    card: docs/fraud.md
    ---
    ```
    """
    if item.stage not in ("testing", "deployed") or item.registry or any(item.runs):
        return
    if any(fault.route[0] in ("registry", "runs", "links") for fault in item.faults):
        return
    if any(folded(name) not in _NO_ARTIFACT for name, _ in item.links) or linked_runs(project, item).runs:
        return
    stage = said("in testing") if item.stage == "testing" else said("deployed")
    message = said("{item} is {stage}, and neither registry, runs nor links say where its artifact is", item.shown, stage)
    names = [f"models:/{each.model}/{each.version}" for each in registered_as(project, item)]
    fixes = [
        Fix(said("Set registry to {name}", name), partial(set_value, key=item.key, name="registry", value=name))
        for name in names
    ]
    yield Finding(project.place(item, ("stage",)), message, tuple(fixes))
