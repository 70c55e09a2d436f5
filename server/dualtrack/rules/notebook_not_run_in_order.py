from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.notebooks import evidence_notebooks
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", needs="notebooks")
def notebook_not_run_in_order(item: Item, project: Project) -> Iterator[Finding]:
    """A notebook that a finished item names, and whose cells did not all run from top to bottom.

    ## Why

    Cells that ran in another order, or not at all, may have shown what nobody gets who runs the notebook again. Judged are
    notebooks that are named by an item that is done, or in the last of several statuses before that. Where no cell ran, as in
    teams that commit no outputs, there is nothing to say; nor of a run that ended in an error, which is said as such. A cell
    with the tag `skip-execution` is left out.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: evaluating
    notebooks:
      - notebooks/look.ipynb
        ^^^^^^^^^^^^^^^^^^^^ notebook-not-run-in-order: the cells of notebooks/look.ipynb did not all run from top to bottom
      - notebooks/clean.ipynb
      - notebooks/without_outputs.ipynb
    ---
    -- facts.yaml --
    notebooks:
      - {path: notebooks/look.ipynb, in_order: false}
      - {path: notebooks/clean.ipynb, in_order: true}
      - {path: notebooks/without_outputs.ipynb}
    ```
    """
    for named in evidence_notebooks(project, item):
        if named.notebook and named.notebook.in_order is False and not named.notebook.error:
            yield Finding(named.place, said("the cells of {named} did not all run from top to bottom", named.written))
