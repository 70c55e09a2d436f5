from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.production import deployed_on
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information")
def undated_deployment(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A deployed model version without the day of its deployment.

    ## Why

    How often the team deploys, and how long an idea takes from research to production, is counted from `deployed`. So is which
    version was answering on a given day.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: deployed
           ^^^^^^^^ undated-deployment: fraud@1.2 is deployed, but its day is not stated
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    ```

    ## Fixed

    *Set deployed to 2026-11-16*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: deployed
    deployed: 2026-11-16
    registry: models:/fraud/3
    card: docs/fraud.md
    ---
    ```
    """
    if item.stage != "deployed" or item.deployed or any(fault.route[0] == "deployed" for fault in item.faults):
        return
    known = deployed_on(project, item)
    day, source = known or (project.today(item), "")
    fix = Fix(said("Set deployed to {day}", day), partial(set_value, key=item.key, name="deployed", value=day.isoformat()))
    message = said("{item} is deployed, but its day is not stated", item.shown) + (
        said("; {source} says {day}", source, day) if source else ""
    )
    yield Finding(project.place(item, ("stage",)), message, (fix,))
