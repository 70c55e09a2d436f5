from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from dualtrack.changes.set_value import set_value
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.model.words import folded, is_slip
from dualtrack.project.project import Project
from dualtrack.said import said


@rule("information", kinds=("task", "experiment"), needs="role")
def unknown_role(item: Item, project: Project) -> Iterator[Finding]:
    """Work for a role that the team does not have.

    ## Why

    Roles say whose work comes next where no person is named yet. Under a mistyped one nobody looks for it. Where the board
    writes no `roles:`, only a slip in one of the usual ones is judged.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    role: data-enginer
          ^^^^^^^^^^^^ unknown-role: data-enginer is none of the team's roles
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    role: lawyer
    ---
    ```

    ## Fixed

    *Set the role to data-engineer*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    role: data-engineer
    ---
    -- tracks/tasks/TASK-2.md --
    ---
    role: lawyer
    ---
    ```
    """
    if not item.role.strip() or item.is_closed:
        return
    conventions = project.conventions(item)
    if any(folded(item.role) == folded(role) for role in conventions.roles):
        return
    slips = [role for role in conventions.roles if is_slip(item.role, role)]
    if "roles" in conventions.model_fields_set or slips:
        close = slips[:1] or get_close_matches(item.role.lower(), conventions.roles, n=1)
        fixes = (
            Fix(
                said("Set the role to {role}", role),
                partial(set_value, key=item.key, name="role", value=role),
                safe=role in slips,
            )
            for role in close
        )
        message = said("{role} is none of the team's roles", item.role)
        yield Finding(project.place(item, ("role",)), message, tuple(fixes))
