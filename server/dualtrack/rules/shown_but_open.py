from collections.abc import Iterator
from functools import partial

from dualtrack.changes.cite_proof import cite_proof
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.proofs.standing import asked_standings
from dualtrack.said import said


@rule("information", kinds=("task", "experiment"), phases=("active", "done"), needs="dod")
def shown_but_open(item: Item, project: Project) -> Iterator[Finding]:
    """An open item of a Definition of Done that the evidence shows to be done.

    ## Why

    What is done and not ticked is asked for again in every review. The fix ticks it and writes the proof behind it, so that
    everybody can follow it. It is said of the same items as `bare-tick`; of a review only when the work is over, since what
    follows needs one too.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---
    ## Definition of Done
    - [ ] Metrics computed on validation and holdout
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ shown-but-open: open, but there is proof: val_f1 and test_f1 of run 8f3c01
    -- facts.yaml --
    runs:
      - {id: 8f3c01, item: EXP-1, metrics: {val_f1: 0.7, test_f1: 0.6}}
    ```

    ## Fixed

    *Tick the line and cite mlflow:8f3c01*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---
    ## Definition of Done
    - [x] Metrics computed on validation and holdout — mlflow:8f3c01
    ```
    """
    for stands in asked_standings(project, item):
        if stands.state == "shown but open" and (stands.name != "reviewed" or item.is_closed):
            line, proof = stands.line, stands.proof
            fix = Fix(
                said("Tick the line and cite {proof}", proof), partial(cite_proof, key=item.key, text=line.shown, proof=proof)
            )
            yield Finding(Place(item.path, line.span), said("open, but there is proof: {stands}", stands.sentence), (fix,))
