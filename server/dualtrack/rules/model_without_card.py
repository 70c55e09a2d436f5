from collections.abc import Iterator

from dualtrack.changes.write_card import WriteCard
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.named_files import card_link, lacks_card, lacks_linked_card
from dualtrack.project.project import Project
from dualtrack.said import said


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
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, item: EXP-1, name: trees, commit: aaaa0001, metrics: {val_f1: 0.7311}}
    -- tracks/experiments/EXP-1.md --
    ---
    title: Try trees
    status: decided
    decision: ship
    model: fraud@1.2
    ---
    ```

    ## Fixed

    *Write the model card of fraud@1.2*

    ```
    -- tracks/models/fraud-1.2.md --
    ---
    stage: testing
    card: tracks/wiki/fraud-1.2 model card.md
    registry: models:/fraud/3
    ---
    -- tracks/experiments/EXP-1.md --
    ---
    title: Try trees
    status: decided
    decision: ship
    model: fraud@1.2
    ---
    -- tracks/wiki/fraud-1.2 model card.md --
    # Model card: fraud@1.2

    - Model: fraud
    - Version: 1.2
    - Stage: testing, as of 2026-11-16
    - Comes from:
      - EXP-1 Try trees (decided)

    ## Data

    No run or experiment names it.

    ## Metrics

    As of 2026-11-16, of run trees (mlflow:8f3c01aa), made from commit aaaa0001.

    | metric | value |
    | --- | --- |
    | `val_f1` | 0.7311 |

    ## Intended use

    <!-- Who uses it, for which decisions, on which data. -->

    ## Limitations

    <!-- Where it fails, and what it must not be used for. -->
    ```
    """
    if item.stage not in ("testing", "deployed"):
        return
    stage = said("in testing") if item.stage == "testing" else said("deployed")
    if linked := card_link(item):
        if lacks_linked_card(project, item):
            message = said("{item} is {stage} without a model card: {card} does not exist", item.shown, stage, linked)
            yield Finding(project.place(item, ("stage",)), message)
        return
    fix = Fix(said("Write the model card of {item}", item.shown), WriteCard(item.key).change)
    if not item.card and not item.has_fault("card"):
        yield Finding(
            project.place(item, ("stage",)), said("{item} is {stage} without a model card", item.shown, stage), (fix,)
        )
    elif lacks_card(project, item):
        message = said("{item} is {stage} without a model card: {card} does not exist", item.shown, stage, item.card)
        yield Finding(project.place(item, ("stage",)), message, (fix,))
