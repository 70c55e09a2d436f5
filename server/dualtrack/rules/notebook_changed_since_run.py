from collections.abc import Iterator

from dualtrack.facts.past_sources import PastSources
from dualtrack.findings import Finding, rule
from dualtrack.model.experiment import Experiment
from dualtrack.project.evidence import cited_notebooks
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information")
def notebook_changed_since_run(item: Experiment, project: Project) -> Iterator[Finding]:
    """A notebook that has changed since the run by which an experiment is judged.

    ## Why

    Whoever opens the notebook sees other code than that which gave the number, and cannot repeat it. Compared are the sources
    at the commit that the run was made at with those of now; what the notebook printed does not count. It is said of notebooks
    that are named by an experiment that is decided, or in the last status before that.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    success_criteria: Validation F1 >= 0.72
    status: evaluating
    notebooks: notebooks/look.ipynb
               ^^^^^^^^^^^^^^^^^^^^ notebook-changed-since-run: notebooks/look.ipynb has changed since run 3f2a9c11
    runs: mlflow:3f2a9c11
    ---
    -- facts.yaml --
    notebooks:
      - {path: notebooks/look.ipynb, sources: now, at: {aaaa: then}}
    runs:
      - {id: 3f2a9c11, commit: aaaa, ended: 2026-11-14, metrics: {val_f1: 0.70}}
    ```
    """
    for named, run in cited_notebooks(project, item):
        then = project.facts[PastSources].digests.get((run.commit, named.notebook.path)) if named.notebook else None
        if named.notebook and then and named.notebook.sources and then != named.notebook.sources:
            yield Finding(named.place, said("{named} has changed since run {run}", named.written, run.shown))
