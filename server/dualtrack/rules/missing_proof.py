from collections.abc import Iterator
from functools import partial

from dualtrack.changes.cite_proof import cite_proof
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.proofs.standing import asked_standings, other_proof
from dualtrack.said import said


@rule("warning", kinds=("task", "experiment"), phases=("active", "done"), needs="dod")
def missing_proof(item: Item, project: Project) -> Iterator[Finding]:
    """A ticked item of a Definition of Done that cites a proof which is nowhere.

    ## Why

    Behind ` — ` stands what shows that an item is done: a run, a commit, a file, a model version, another item. One that
    was deleted, renamed or mistyped shows nothing. Nothing is said of what cannot be looked for, such as an address, a run
    while no tracker can be read, or a commit in a shallow clone.

    It is said of work in progress. What is closed is asked only from the day on that `definition_of_done: {proofs_since: …}` in
    `dualtrack.yaml` names, so that nothing new is said of what was closed before.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---
    ## Definition of Done
    - [x] Training run reproducible and logged — mlflow:deadbeef
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ missing-proof: no tracker has the run mlflow:deadbeef
    -- facts.yaml --
    run_commits: {aaaaaaaa: trunk}
    runs:
      - {id: 8f3c01aa, item: EXP-1, commit: aaaaaaaa, params: {depth: 3}, metrics: {val_f1: 0.70}}
    ```

    ## Fixed

    *Cite mlflow:8f3c01aa instead*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    ---
    ## Definition of Done
    - [x] Training run reproducible and logged — mlflow:8f3c01aa
    ```
    """
    for stands in asked_standings(project, item):
        for written, sentence in stands.missing:
            line, proof = stands.line, other_proof(project, item, stands)
            cite = partial(cite_proof, key=item.key, text=line.shown, proof=proof, instead=written)
            fixes = (Fix(said("Cite {proof} instead", proof), cite),) if proof else ()
            yield Finding(Place(item.path, line.span), sentence, fixes)
