from collections.abc import Iterator
from functools import partial

from dualtrack.changes.cite_proof import cite_proof
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Place, Project
from dualtrack.project.proofs.standing import asked_standings, other_proof
from dualtrack.said import said


@rule("information", kinds=("task", "experiment"), phases=("active", "done"), needs="dod")
def stale_proof(item: Item, project: Project) -> Iterator[Finding]:
    r"""A ticked item of a Definition of Done whose proof is older than the last change of what it proves.

    ## Why

    A review says nothing of the commit that came after it, a run nothing of the script as it is now, a validation nothing of
    the data that were changed since, and the number in a model card may be that of a former run. Compared are commits that
    mention the item. It is said of the same items as `missing-proof`.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: in-progress
    ---
    ## Definition of Done
    - [x] Code reviewed and unit-tested — aaaaaaa1
    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ stale-proof: bbbbbbb2 (TASK-1: a faster path) came after aaaaaaa1
    -- facts.yaml --
    cited_commits: {aaaaaaa1: aaaaaaa1}
    commits:
      - hash: bbbbbbb2
        when: 2026-11-14
        message: "TASK-1: a faster path\n\nReviewed-by: Ben Ito"
        paths: [src/api.py, tests/test_api.py]
      - {hash: aaaaaaa1, when: 2026-11-12, message: "TASK-1: the endpoint\n\nReviewed-by: Ben Ito", paths: [src/api.py]}
    ```

    ## Fixed

    *Cite bbbbbbb2 instead*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: in-progress
    ---
    ## Definition of Done
    - [x] Code reviewed and unit-tested — bbbbbbb2
    ```
    """
    seen: set[str] = set()
    for stands in asked_standings(project, item):
        if stands.state == "stale" and (stands.outdated or stands.sentence not in seen):
            seen.add(stands.sentence)
            line = stands.line
            proof, written = other_proof(project, item, stands), next(iter(stands.outdated), "")
            cite = partial(cite_proof, key=item.key, text=line.shown, proof=proof, instead=written)
            fixes = (Fix(said("Cite {proof} instead", proof), cite),) if proof and written else ()
            yield Finding(Place(item.path, line.span), stands.sentence, fixes)
