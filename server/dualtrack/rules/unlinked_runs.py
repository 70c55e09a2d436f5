from collections.abc import Iterator
from functools import partial

from dualtrack.changes.link_runs import link_candidates
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project.linked_runs import candidates
from dualtrack.project.project import Project
from dualtrack.said import joined, plural, said

_SHOWN = 3


@rule("information", phases=("active", "done"), needs="notebooks")
def unlinked_runs(item: Experiment, project: Project) -> Iterator[Finding]:
    """Runs that may belong to an experiment, and are linked to nothing.

    ## Why

    What is not linked is not judged: neither what was reached, nor how many variants were tried for it. Said of runs made
    from a notebook or script that the experiment names, while it was active. `dualtrack.tag("EXP-1")` in the script links
    the runs to come.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    started: 2026-11-02
    notebooks: [src/train.py]
               ^^^^^^^^^^^^^^ unlinked-runs: 2 runs may belong to EXP-1: owl, 8f3c02bb
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, name: owl, source: train.py, started: 2026-11-03}
      - {id: 8f3c02bb, source: /home/ana/churn/src/train.py, started: 2026-11-04}
      - {id: 8f3c03cc, source: src/train.py, started: 2026-10-01}
      - {id: 8f3c04dd, source: other/train.py, started: 2026-11-04}
    ```

    ## Fixed

    *Link the 2 runs*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    started: 2026-11-02
    notebooks: [src/train.py]
    runs:
      - mlflow:8f3c01aa
      - mlflow:8f3c02bb
    ---
    ```
    """
    if found := candidates(project, item):
        names = joined(", ", (run.shown for run in found[:_SHOWN])) + (", …" if len(found) > _SHOWN else "")
        count = plural(len(found), "run")
        title = said("Link the run") if len(found) == 1 else said("Link the {count}", count)
        place = project.place(item, ("notebooks",))
        yield Finding(
            place,
            said("{count} may belong to {item}: {names}", count, item.shown, names),
            (Fix(title, partial(link_candidates, key=item.key)),),
        )
