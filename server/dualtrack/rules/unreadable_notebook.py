from collections.abc import Iterator

from dualtrack.findings import Finding, rule
from dualtrack.model.item import Item
from dualtrack.project.notebooks import named_notebooks
from dualtrack.project.project import Project
from dualtrack.said import joined


@rule("warning", needs="notebooks")
def unreadable_notebook(item: Item, project: Project) -> Iterator[Finding]:
    """A named notebook that nobody can open.

    ## Why

    After a merge that was not finished a notebook is no longer one: no editor opens it, and nobody sees what it showed. Items
    that its text mentions still link to it as far as they can be made out.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    notebooks: [notebooks/look.ipynb]
                ^^^^^^^^^^^^^^^^^^^^ unreadable-notebook: notebooks/look.ipynb holds an unresolved merge conflict
    ---
    -- facts.yaml --
    notebooks:
      - {path: notebooks/look.ipynb, fault: holds an unresolved merge conflict}
    ```
    """
    for named in named_notebooks(project, item):
        if named.notebook and named.notebook.fault:
            yield Finding(named.place, joined(" ", (named.written, named.notebook.fault)))
