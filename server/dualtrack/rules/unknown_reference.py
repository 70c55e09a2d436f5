from collections.abc import Iterator
from functools import partial

from dualtrack.changes.set_value import set_reference
from dualtrack.files.links import may_be_code
from dualtrack.files.yaml_tree import Scalar
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item, Route
from dualtrack.model.mention import candidates, canonical, is_id
from dualtrack.project.identity import renamed
from dualtrack.project.mentions import is_known, linked
from dualtrack.project.project import Place, Project
from dualtrack.said import said


@rule("warning")
def unknown_reference(item: Item, project: Project) -> Iterator[Finding]:
    """A reference to an item that is neither here nor on another branch.

    ## Why

    What an item waits for, belongs to or builds on is read from `depends_on`, `parent`, `sprint` and `model`, and from
    `[[links]]`. A reference that leads nowhere says less than it seems to. Ids elsewhere in the prose are never judged,
    nor are single words such as `[[column]]`, which may be code.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    depends_on: [TASK-2, EXP-9, TASK-3]
                         ^^^^^ unknown-reference: EXP-9 does not exist
                                ^^^^^^ unknown-reference: TASK-3 is TASK-4 now
    ---
    See [[TASK-7]].
          ^^^^^^ unknown-reference: TASK-7 does not exist
    -- tracks/tasks/TASK-2.md --
    -- tracks/tasks/TASK-4.md --
    ---
    formerly: [TASK-3]
    ---
    ```

    ## Fixed

    *Write TASK-4*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    depends_on: [TASK-2, EXP-9, TASK-4]
    ---
    See [[TASK-7]].
    -- tracks/tasks/TASK-2.md --
    -- tracks/tasks/TASK-4.md --
    ---
    formerly: [TASK-3]
    ---
    ```
    """
    for route, name in item.references():
        if route[0] == "sprint" and project.index["called"][canonical(name)]:
            continue
        if route[0] == "retro" and not is_id(name):  # in words until it is turned into a task
            continue
        # A model without a version is no milestone but a word such as xgboost.
        if not is_known(project, name) and not _is_note(project, name) and (route[0] != "model" or "@" in name):
            if now := renamed(project, name):
                fix = Fix(said("Write {id}", now.id), partial(set_reference, key=item.key, route=route, id=now.id))
                yield Finding(project.place(item, route, route[:1]), said("{name} is {id} now", name, now.id), (fix,))
                continue
            several = any(found.span != (0, len(name)) for found in candidates(name))
            shown = _written(item, project, route) or name
            message = said('"{name}" is not one id', name) if several else said("{name} does not exist", shown)
            yield Finding(project.place(item, route, route[:1]), message)
    document = project.document(item)
    for target, span in document.links:
        if not linked(project, target) and not is_known(project, target) and not may_be_code(document.text, span):
            now = renamed(project, target)
            message = said("{name} is {id} now", target, now.id) if now else said("{target} does not exist", target)
            yield Finding(Place(item.path, span), message)


def _written(item: Item, project: Project, route: Route) -> str:
    """The id as it is written, which a layout may complete; empty where none is."""
    node = project.document(item).node((*item.route, *route))
    return node.text if isinstance(node, Scalar) and is_id(node.text) else ""


def _is_note(project: Project, name: str) -> bool:
    """Whether a page without an id, such as a note among tasks, is named for an id."""
    return is_id(name) and bool(project.index.pages(name))
