import re
from collections.abc import Iterator
from functools import partial

from dualtrack.changes.name_notebook import name_notebook
from dualtrack.facts.notebooks import Notebooks
from dualtrack.files.links import resolved
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.folders import is_passed_over
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.notebooks import named_notebooks
from dualtrack.project.project import Project
from dualtrack.said import said

_NO_PATH = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|[^*?]*[*?]")
"""An address, such as `dbfs:/look.ipynb`, or a pattern."""


@rule("warning", needs="notebooks")
def missing_notebook(item: Item, project: Project) -> Iterator[Finding]:
    """A named notebook that is not there.

    ## Why

    Who wants to know how something was found out opens the notebook that the item names; most often it was renamed since.
    Paths count from the board's folder or from the top of the workspace. Nothing is said before an item has started, of what
    was dropped, of notebooks whose text is there (`look.py` for `look.ipynb`, as jupytext pairs them) or that commits on a
    branch of the item hold, and of folders that are hidden or generated, nor of addresses and patterns.

    ## Example

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    notebooks: [notebooks/look.ipynb, tickets.ipynb, notebooks/branch.ipynb]
                                      ^^^^^^^^^^^^^ missing-notebook: tickets.ipynb does not exist
    ---
    -- tracks/experiments/EXP-2.md --
    ---
    notebooks: notebooks/planned.ipynb
    ---
    -- tracks/experiments/EXP-3.md --
    ---
    status: running
    notebooks: [notebooks/pair.ipynb, "dbfs:/look.ipynb", "notebooks/*.ipynb"]
    ---
    -- facts.yaml --
    notebooks:
      - {path: notebooks/pair.py}
      - {path: notebooks/look.ipynb}
      - {path: notebooks/tickets.ipynb}
    commits:
      - {hash: "1111111111", message: "feat(EXP-1): look", paths: [notebooks/branch.ipynb]}
    branches:
      - {name: EXP-1-look, commits: ["1111111111"]}
    ```

    ## Fixed

    *Set the path to notebooks/tickets.ipynb*

    ```
    -- tracks/experiments/EXP-1.md --
    ---
    status: running
    notebooks: [notebooks/look.ipynb, notebooks/tickets.ipynb, notebooks/branch.ipynb]
    ---
    -- tracks/experiments/EXP-2.md --
    ---
    notebooks: notebooks/planned.ipynb
    ---
    -- tracks/experiments/EXP-3.md --
    ---
    status: running
    notebooks: [notebooks/pair.ipynb, "dbfs:/look.ipynb", "notebooks/*.ipynb"]
    ---
    ```
    """
    if project.facts.unknown(Notebooks) or item.phase in ("waiting", "dropped"):
        return
    folder = project.board(item).folder
    for named in named_notebooks(project, item):
        path = None if named.written.startswith(("/", "~")) else resolved(folder, named.written)
        if named.notebook or not path or not path.endswith(".ipynb") or _NO_PATH.match(named.written):
            continue
        if not any(map(is_passed_over, path.split("/"))) and path not in _on_branches(project, item):
            yield Finding(named.place, said("{named} does not exist", named.written), _fixes(project, item, named.index, path))


def _on_branches(project: Project, item: Item) -> set[str]:
    """The paths that commits touched which only branches of the item hold."""
    own = frozenset[str]().union(*(branch.own_commits for branch in evidence.branches(project, item)))
    return {path for commit in evidence.commits(project, item) if commit.hash in own for path in commit.paths}


def _fixes(project: Project, item: Item, index: int, path: str) -> tuple[Fix, ...]:
    alike = project.facts[Notebooks].by_name.get(path.rpartition("/")[2], ())
    if len(alike) != 1:
        return ()
    folder = project.board(item).folder
    below = alike[0].removeprefix(f"{folder}/") if folder else alike[0]
    return (Fix(said("Set the path to {below}", below), partial(name_notebook, key=item.key, index=index, path=below)),)
