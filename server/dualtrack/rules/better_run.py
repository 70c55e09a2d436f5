from collections.abc import Iterator
from functools import partial

from dualtrack.changes.link_runs import link_runs
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project import evidence
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", phases=("active", "done"), needs="runs")
def better_run(item: Experiment, project: Project) -> Iterator[Finding]:
    """A run of an experiment that is better than those it cites.

    ## Why

    Where `runs:` names some, only they are judged. Another run of the experiment, linked by its tag, its name or its branch,
    that is better for the first criterion was overlooked, or left out for a reason that belongs into the file. Nothing is said
    of differences within the noise.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: val_f1 >= 0.72
    status: evaluating
    runs: [8f3c01aa]
          ^^^^^^^^^^ better-run: slope (val_f1 0.75) is better than what EXP-1 cites (val_f1 0.73)
    ---
    -- facts.yaml --
    runs:
      - {id: 8f3c01aa, metrics: {val_f1: 0.73}}
      - {id: 8f3c02bb, item: EXP-1, name: slope, metrics: {val_f1: 0.75}}
    ```

    ## Fixed

    *Link the run too*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: val_f1 >= 0.72
    status: evaluating
    runs: [8f3c01aa, mlflow:8f3c02bb]
    ---
    ```
    """
    if found := evidence.better_than_cited(project, item):
        cited, better = found
        assert better.run
        message = said(
            "{run} ({measured}) is better than what {item} cites ({cited})",
            better.run.shown,
            better.measured,
            item.shown,
            cited.measured,
        )
        fix = Fix(said("Link the run too"), partial(link_runs, key=item.key, runs=(better.run,)))
        yield Finding(project.place(item, ("runs",)), message, (fix,))
