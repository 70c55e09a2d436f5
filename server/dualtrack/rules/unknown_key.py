from collections.abc import Iterator
from functools import lru_cache, partial
from typing import Any

from dualtrack.changes.rename_key import rename_key
from dualtrack.files.keys import canonical_key, known_keys, spellings
from dualtrack.files.values import validated
from dualtrack.files.yaml_tree import Mapping
from dualtrack.findings import Finding, Fix, rule
from dualtrack.model.item import Fault, Item, Kind
from dualtrack.model.words import folded, is_slip
from dualtrack.project.project import Place, Project

_REQUIRED = ("path", "key", "kind", "track", "status", "phase", "title")


@rule("information")
def unknown_key(item: Item, project: Project) -> Iterator[Finding]:
    """A key that is a known one but for a slip.

    ## Why

    A mistyped key is not read, and nothing on the board shows it. Keys of the team's own are left alone: only what differs from
    a known key in its case, a plural or one letter inside the word is judged, and only where that key would read its value.

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

    *Rename it to status*

    ```
    -- tracks/tasks/TASK-1.md --
    ---
    status: review
    cost_centre: 4711
    ---
    ```
    """
    keys = project.document(item).node(item.route) if item.kind != "page" else None
    if not isinstance(keys, Mapping):
        return
    for key, node in keys.entries:
        name = canonical_key(key.text)
        if name in known_keys(item.kind) or not (meant := _meant(item.kind, name)):
            continue
        known = canonical_key(meant)
        stands = any(canonical_key(other.text) == known for other, _ in keys.entries)
        is_type = item.is_inline and name.replace("_", "-") == item.type
        if not stands and not is_type and _fits(item, known, node.value):
            fix = Fix(f"Rename it to {meant}", partial(rename_key, key=item.key, written=key.text, name=meant), safe=True)
            yield Finding(Place(item.path, key.span), f"{key.text} is no known key; {meant} is", (fix,))


@lru_cache(maxsize=4096)
def _meant(kind: Kind, name: str) -> str | None:
    likely = [known for known in spellings(kind) if is_slip(name, known)]
    return next((known for known in likely if folded(known) == folded(name)), likely[0] if likely else None)


def _fits(item: Item, name: str, value: Any) -> bool:
    """Whether a value can be read under the name of another key."""
    faults: list[Fault] = []
    if name in _REQUIRED:
        return isinstance(value, str)
    validated(type(item), {name: value}, {key: getattr(item, key) for key in _REQUIRED}, faults)
    return value is not None and not faults
