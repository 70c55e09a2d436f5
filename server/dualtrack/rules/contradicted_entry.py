from collections.abc import Iterator, Mapping
from functools import partial

from dualtrack.changes.replace_entry import replace_entry
from dualtrack.files.keys import canonical_key
from dualtrack.files.yaml_tree import Mapping as Keys
from dualtrack.files.yaml_tree import Node, Scalar
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Item, Route
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded
from dualtrack.project.project import Project
from dualtrack.said import said

_FIELDS = {"timebox": "timebox_text"}
_LONGEST_SHOWN = 40


@rule("warning")
def contradicted_entry(item: Sprint, project: Project) -> Iterator[Finding]:
    """An entry of a sprint that says something else than the item itself.

    ## Why

    An item that has a file of its own is what its file says; of several entries for one id in sprints, the first counts. What
    another entry says is not used, so the reader of this sprint would go by the wrong number. Only what both state is compared.

    ## Example

    ```
    -- tracks/sprints/sprint-5.yaml --
    experiments:
      - id: EXP-23
        timebox_days: 10
                      ^^ contradicted-entry: sprint-5 says timebox_days 10, EXP-23 says 15
    -- tracks/experiments/EXP-23.md --
    ---
    timebox_days: 15
    ---
    ```

    ## Fixed

    *Replace the entry by EXP-23*

    ```
    -- tracks/sprints/sprint-5.yaml --
    experiments:
      - EXP-23
    -- tracks/experiments/EXP-23.md --
    ---
    timebox_days: 15
    ---
    ```
    """
    claims: dict[str, dict[Route, Item]] = {}
    for entry in item.entries:
        meant = project.find(entry.names)
        if meant and meant.key not in claims:
            claims[meant.key] = {
                claim.route: claim for claim in project.index.claims.get(meant.key, ()) if claim.path == item.path
            }
        claim = claims[meant.key].get(entry.route) if meant else None
        if not meant or not claim or not claim.id or claim is meant:
            continue
        stated, there = _stated(claim, project), _stated(meant, project)
        lost = stated.keys() - there.keys() - {"id"}
        replace = partial(replace_entry, key=item.key, route=entry.route, id=meant.id)
        fixes = () if lost else (Fix(said("Replace the entry by {meant}", meant.id), replace),)
        for key in stated:
            if key in there and _differ(claim, meant, key):
                place = project.place(claim, (key,))
                yield Finding(place, _message(item, meant, key, stated[key], there[key]), fixes)


def _stated(item: Item, project: Project) -> Mapping[str, Node]:
    """What an item's own keys say, but those that cannot be read and those that its place tells."""
    document = project.document(item)
    keys = document.node(item.route)
    unread = {fault.route[0] for fault in item.faults} | {"sprint", "kind"}
    entries = keys.entries if isinstance(keys, Keys) else ()
    named = {canonical_key(key.text): node for key, node in reversed(entries)}
    return {key: node for key, node in named.items() if key not in unread and node.value is not None}


def _differ(said: Item, meant: Item, key: str) -> bool:
    name = _FIELDS.get(key, key)
    fields = (type(said).model_fields.keys() & type(meant).model_fields.keys()) - {"id"}
    if name not in fields:
        return False
    ours, theirs = getattr(said, name), getattr(meant, name)
    return folded(ours) != folded(theirs) if isinstance(ours, str) else ours != theirs


def _message(sprint: Sprint, meant: Item, key: str, ours: Node, theirs: Node) -> str:
    where = said("{meant} in {sprint}", meant.id, meant.sprint) if meant.is_inline else meant.id
    if all(isinstance(node, Scalar) and len(node.text) <= _LONGEST_SHOWN for node in (ours, theirs)):
        return said("{sprint} says {key} {value}, {where} says {other}", sprint.shown, key, ours.value, where, theirs.value)
    return said("{sprint} and {where} differ in {key}", sprint.shown, where, key)
