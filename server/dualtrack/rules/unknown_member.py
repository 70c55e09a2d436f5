import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial

from dualtrack.changes.reassign import reassign
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said

_ADDRESS = re.compile(r"[<>]")


@rule("information", kinds=("task", "experiment"), phases=("waiting", "active"), needs="assignee")
def unknown_member(item: Item, project: Project) -> Iterator[Finding]:
    """Open work that is assigned to somebody who is no member of the team.

    ## Why

    Under a mistyped name nobody finds the work as theirs. `members:` in `dualtrack.yaml` names the team; where it names nobody,
    nobody is judged. Handles, names and e-mail addresses count, whatever their case.

    ## Example

    ```
    -- dualtrack.yaml --
    members: {ana: {name: Ana Ruiz, email: ana@example.org}, bente: {}}
    -- tracks/tasks/TASK-1.md --
    ---
    assignee: [Ana Ruiz, "@bent"]
                         ^^^^^^^ unknown-member: bent is no member of the team
    ---
    ```

    ## Fixed

    *Assign TASK-1 to bente*

    ```
    -- dualtrack.yaml --
    members: {ana: {name: Ana Ruiz, email: ana@example.org}, bente: {}}
    -- tracks/tasks/TASK-1.md --
    ---
    assignee: [Ana Ruiz, bente]
    ---
    ```
    """
    known = project.conventions(item).handles
    for index, name in enumerate(item.assignee) if known else ():
        if not any(part.strip().casefold() in known for part in (name, *_ADDRESS.split(name))):
            close = get_close_matches(name.casefold(), known, n=1, cutoff=0.8)
            to = known[close[0]] if close else ""
            fixes = (
                (Fix(said("Assign {item} to {to}", item.shown, to), partial(reassign, key=item.key, name=name, to=to)),)
                if to
                else ()
            )
            place = project.place(item, ("assignee", index), ("assignee",))
            yield Finding(place, said("{name} is no member of the team", name), fixes)
