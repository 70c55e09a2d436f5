from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_figure import set_figure
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.project import Project
from dualtrack.project.proofs.model_card import drifts_of
from dualtrack.said import said


@rule("warning")
def outdated_model_card(item: ModelVersion, project: Project) -> Iterator[Finding]:
    """A model card that gives another number for a metric than the run that the version was made from.

    ## Why

    Who reads the card decides by its numbers. They were right when somebody wrote them; a later training, another registered
    version or a corrected evaluation changes the run and not the card. Compared are numbers that stand beside the very name of
    a metric, such as `val_f1: 0.731` or a row of a table, with the run behind the registered version, else with the runs that
    are linked to the version. Nothing is said where the card gives several numbers for a metric, or while the runs cannot be
    read. A card that several versions name is that of the one in production.

    ## Example

    ```
    -- tracks/models/churn-3.md --
    ---
    id: churn@3
    stage: testing
    card: tracks/wiki/churn.md
          ^^^^^^^^^^^^^^^^^^^^ outdated-model-card: tracks/wiki/churn.md says val_f1 0.74, run tickets has 0.731
    runs: [8f3c01aa]
    ---
    -- tracks/wiki/churn.md --
    # Churn
    - val_f1: 0.74, on the validation months
    -- facts.yaml --
    files:
      - {path: tracks/wiki/churn.md, figures: {val_f1: 0.74}}
    runs:
      - {id: 8f3c01aa, name: tickets, metrics: {val_f1: 0.7311}}
    ```

    ## Fixed

    *Write val_f1 0.73 into the card*

    ```
    -- tracks/models/churn-3.md --
    ---
    id: churn@3
    stage: testing
    card: tracks/wiki/churn.md
    runs: [8f3c01aa]
    ---
    -- tracks/wiki/churn.md --
    # Churn
    - val_f1: 0.73, on the validation months
    ```
    """
    for path, drift in drifts_of(project, item):
        change = partial(set_figure, path=path, metric=drift.metric, before=drift.figure, after=drift.rounded)
        fixes = (
            (Fix(said("Write {metric} {rounded} into the card", drift.metric, drift.rounded), change),)
            if path in project.documents
            else ()
        )
        yield Finding(project.place(item, ("card",)), said("{path} says {words}", path, drift.words), fixes)
