from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.named_files import lacks_card
from dualtrack.project.project import Project


@rule("information")
def model_without_card(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A model version in testing or in production without a model card.

    ## Why

    Who uses a model has to know what it is meant for and where it fails. `card: docs/model-cards/fraud.md` says where that is
    written; a link named `card` does as well. Research needs none.

    ## Example

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
           ^^^^^^^ model-without-card: fraud@1.2 is in testing without a model card
    registry: models:/fraud/3
    ---
    ```
    """
    if item.stage not in ("testing", "deployed") or any("card" in name for name, _ in item.links):
        return
    stage = "in testing" if item.stage == "testing" else "deployed"
    if not item.card and not item.has_fault("card"):
        yield Finding(project.place(item, ("stage",)), f"{item.shown} is {stage} without a model card")
    elif lacks_card(project, item):
        message = f"{item.shown} is {stage} without a model card: {item.card} does not exist"
        yield Finding(project.place(item, ("stage",)), message)
