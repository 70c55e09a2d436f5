from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from dualtrack.changes.rename_key import rename_key
from dualtrack.files.keys import canonical_key, meant_key
from dualtrack.files.values import validated
from dualtrack.files.yaml_tree import Mapping
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Fault, Item, Kind
from dualtrack.project.project import Place, Project
from dualtrack.said import said

_REQUIRED = ("path", "key", "kind", "track", "status", "phase", "title")


@rule("warning")
def unknown_key(item: Item, project: Project) -> Iterator[Finding]:
    """A key that is a known one but for a slip.

    ## Why

    A mistyped key is not read, and nothing on the board shows it. Keys of the team's own are left alone: only what differs from
    a known key in its case, a plural or one letter inside the word is judged, or is often written for it (`criteria`, `tasks`
    of a sprint), and only where it would read its value. Of two keys that mean the same one, a person says which is right.

    ## Example

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    stauts: review
    ^^^^^^ unknown-key: stauts is no known key; status is
    cost_centre: 4711
    ---
    ```

    ## Fixed

    *Rename stauts to status*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: review
    cost_centre: 4711
    ---
    ```
    """
    document = project.document(item)
    if item.kind == "page" or not _any_slip(item.kind, document.keys_in(item.route)):
        return
    keys = document.node(item.route)
    if not isinstance(keys, Mapping):
        return
    claims = [canonical_key(meant_key(item.kind, key.text) or key.text) for key, _ in keys.entries]
    written = {canonical_key(key.text) for key, _ in keys.entries}
    for (key, node), known in zip(keys.entries, claims, strict=True):
        meant = meant_key(item.kind, key.text)
        is_type = item.is_inline and key.text.replace("_", "-") == item.type
        if meant and not is_type and _fits(item, known, node.value):
            change = partial(rename_key, key=item.key, written=key.text, name=meant)
            fix = Fix(said("Rename {text} to {meant}", key.text, meant), change, safe=claims.count(known) == 1)
            message = said("{text} is no known key; {meant} is", key.text, meant)
            yield Finding(Place(item.path, key.span), message, () if known in written else (fix,))


@lru_cache(maxsize=4096)
def _any_slip(kind: Kind, keys: tuple[str, ...]) -> bool:
    """Whether one of these keys is meant to be another; most files of a board have the same ones."""
    return any(meant_key(kind, key) for key in keys)


def _fits(item: Item, name: str, value: Any) -> bool:
    """Whether a value can be read under the name of another key."""
    faults: list[Fault] = []
    if name in _REQUIRED:
        return isinstance(value, str)
    validated(type(item), {name: value}, {key: getattr(item, key) for key in _REQUIRED}, faults)
    return value is not None and not faults
