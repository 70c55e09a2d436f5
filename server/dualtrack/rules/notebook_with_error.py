from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.notebooks import evidence_notebooks
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("warning", needs="notebooks")
def notebook_with_error(item: Item, project: Project) -> Iterator[Finding]:
    """A notebook that a finished item names, and whose last run ended in an error.

    ## Why

    What an item rests on should run to its end for whoever reviews it. Judged is the cell that ran last, of notebooks that are
    named by an item that is done, or in the last of several statuses before that. A cell with the tag `raises-exception` is
    meant to fail.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: evaluating
    notebooks: notebooks/look.ipynb
               ^^^^^^^^^^^^^^^^^^^^ notebook-with-error: the last run of notebooks/look.ipynb ended in KeyError
    ---
    -- facts.yaml --
    notebooks:
      - {path: notebooks/look.ipynb, in_order: false, error: KeyError}
    ```
    """
    for named in evidence_notebooks(project, item):
        if named.notebook and named.notebook.error:
            yield Finding(named.place, said("the last run of {named} ended in {error}", named.written, named.notebook.error))
