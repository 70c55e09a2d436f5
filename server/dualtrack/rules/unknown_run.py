from collections.abc import Iterator

from dualtrack.facts.runs import Runs
from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", needs="runs")
def unknown_run(item: Item, project: Project) -> Iterator[Finding]:
    """A run that an item names, and that no tracker has.

    ## Why

    A run that was deleted, or whose id has a slip, proves nothing, and where an item names its runs, no others are linked
    to it. Nothing is said while a tracker cannot be read, where no run is known at all, and of the page of a tracker that is
    not read.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    runs: [8f3c01aa, "mlflow:deadbeef", "https://wandb.ai/team/churn/runs/x1y2"]
                     ^^^^^^^^^^^^^^^^^ unknown-run: no tracker has the run mlflow:deadbeef
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, metrics: {val_f1: 0.703}}
    ```
    """
    known = project.facts[Runs]
    if project.facts.unknown(Runs) or not known.any:
        return
    for index, reference in enumerate(item.runs):
        if reference and not known.named(reference) and known.reads(reference):
            yield Finding(
                project.place(item, ("runs", index), ("runs",)), said("no tracker has the run {reference}", reference)
            )
