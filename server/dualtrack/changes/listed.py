"""Add a value to a list of an item, and take one out: labels, people, what it waits for."""

from collections.abc import Sequence
from typing import Any

from dualtrack.changes.change import Refusal, edited
from dualtrack.files.edits import append_entry, remove, scalar, set_yaml
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, is_id
from dualtrack.model.raw import as_list
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit

_ABOVE = ("status", "title", "id")


def listed(project: Project, item: Item, key: str) -> list[str]:
    """The values of a list as they are read, `a, b` as two; an empty text for an entry that cannot be read."""
    entries, read = as_list(_written(project, item, key)), tuple(getattr(item, key, ()))
    if entries is None or len(entries) == len(read):
        return [str(each or "") for each in read]
    return [each.strip() if isinstance(each, str) else "" for each in entries]


def with_value(project: Project, item: Item, key: str, value: str) -> tuple[Edit, ...]:
    """The edits that make a value the last one; none where it is there."""
    values = listed(project, item, key)
    if _place(values, value) is not None:
        return ()
    entries = as_list(_written(project, item, key))
    if entries is None and len(values) > 1:
        return _rewritten(project, item, key, [*values, value])
    document = project.document(item)
    edit = append_entry(document, (*item.route, key), scalar(value), _ABOVE)
    before: list[Any] = values if entries is None else entries
    return edited(document, (edit,), item.route, **{key: [*before, value]})


def without_value(project: Project, item: Item, key: str, value: str) -> tuple[Edit, ...]:
    """The edits that take a value out of a list, or the key with its only value; raises Refusal where it is not there."""
    values, document = listed(project, item, key), project.document(item)
    at, route = _place(values, value), (*item.route, key)
    if at is None:
        raise Refusal(said("{key} of {item} has no {value}", key, item.shown, value))
    if len(values) == 1:
        return edited(document, remove(document, route), item.route, **{key: None})
    entries = as_list(_written(project, item, key))
    if entries is None:
        return _rewritten(project, item, key, [*values[:at], *values[at + 1 :]])
    return edited(document, remove(document, (*route, at)), item.route, **{key: [*entries[:at], *entries[at + 1 :]]})


def _place(values: Sequence[str], value: str) -> int | None:
    """Where a value stands among others: an id in any spelling."""
    if value in values:
        return values.index(value)
    return next((at for at, each in enumerate(values) if is_id(each) and canonical(each) == canonical(value)), None)


def _rewritten(project: Project, item: Item, key: str, values: Sequence[str]) -> tuple[Edit, ...]:
    """The edits that make a list of a text that holds several values."""
    document = project.document(item)
    edits = set_yaml(document, (*item.route, key), f"[{', '.join(map(scalar, values))}]")
    return edited(document, edits, item.route, **{key: list(values)})


def _written(project: Project, item: Item, key: str) -> Any:
    node = project.document(item).node((*item.route, key))
    return node.value if node else None
