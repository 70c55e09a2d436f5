import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import partial

from dualtrack.changes.reassign import reassign
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.conventions import Member
from dualtrack.model.item import Item
from dualtrack.project.project import Project

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

    *Assign it to bente*

    ```
    -- dualtrack.yaml --
    members: {ana: {name: Ana Ruiz, email: ana@example.org}, bente: {}}
    -- tracks/tasks/TASK-1.md --
    ---
    assignee: [Ana Ruiz, bente]
    ---
    ```
    """
    handles = _handles(project.conventions(item).members)
    for index, name in enumerate(item.assignee) if handles else ():
        if not any(part.strip().casefold() in handles for part in (name, *_ADDRESS.split(name))):
            close = get_close_matches(name.casefold(), handles, n=1, cutoff=0.8)
            to = handles[close[0]] if close else ""
            fixes = (Fix(f"Assign it to {to}", partial(reassign, key=item.key, name=name, to=to)),) if to else ()
            place = project.place(item, ("assignee", index), ("assignee",))
            yield Finding(place, f"{name} is no member of the team", fixes)


def _handles(members: Mapping[str, Member]) -> dict[str, str]:
    """The handle of each member by every name they have."""
    names = ((name, handle) for handle, each in members.items() for name in (handle, each.name, each.email))
    return {name.strip().removeprefix("@").casefold(): handle for name, handle in names if name.strip()}
