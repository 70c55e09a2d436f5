from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.registry_name import registry_name
from dualtrack.project.production import aliases, deployed_later, is_known, replaced
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information")
def two_versions_deployed(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """An older version of a model that is still deployed beside a newer one.

    ## Why

    Most often the old one was replaced, and nobody said so. Where both answer, as in a test of one against the other, the
    registry tells them apart by their aliases, such as `champion` and `challenger`, and nothing is said. Nor is it where
    `contradicted-stage` says which of them is in production.

    ## Example

    ```
    -- tracks/models/fraud-1.1.md --
    ---
    id: fraud@1.1
    stage: deployed
           ^^^^^^^^ two-versions-deployed: fraud@1.1 is deployed, and so is fraud@1.2
    deployed: 2026-10-01
    registry: models:/fraud/2
    card: docs/fraud.md
    ---
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: deployed
    deployed: 2026-11-02
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    -- facts.yaml --
    registered:
      - {version: fraud v2}
      - {version: fraud v3}
    ```

    ## Fixed

    *Set the stage to retired*

    ```
    -- tracks/models/fraud-1.1.md --
    ---
    id: fraud@1.1
    stage: retired
    deployed: 2026-10-01
    registry: models:/fraud/2
    card: docs/fraud.md
    ---
    -- tracks/models/fraud-1.2.md --
    ---
    id: fraud@1.2
    stage: deployed
    deployed: 2026-11-02
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    ```
    """
    if item.stage != "deployed":
        return
    later = (other for other in deployed_later(project, item) if _are_alike(project, item, other))
    if (other := next(later, None)) and not replaced(project, item):
        fix = Fix(said("Set the stage to retired"), partial(set_value, key=item.key, name="stage", value="retired"))
        message = said("{item} is deployed, and so is {other}", item.shown, other.shown)
        yield Finding(project.place(item, ("stage",)), message, (fix,))


def _are_alike(project: Project, item: ModelVersion, other: ModelVersion) -> bool:
    """Whether no aliases tell two versions apart; False where the registry that would is not known."""
    names = (registry_name(each.registry) for each in (item, other) if each.registry)
    if any(not is_known(project, name.model if name else "") for name in names):
        return False
    own, others = (aliases(project, each) for each in (item, other))
    return not own or not others or bool(own & others)
