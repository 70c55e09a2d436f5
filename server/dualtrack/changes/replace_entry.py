"""Put an item's id in the place of what a sprint says of it."""

from collections.abc import Mapping as Values
from typing import Any

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files.document import Document
from dualtrack.files.edits import set_yaml
from dualtrack.files.keys import canonical_key
from dualtrack.files.yaml_tree import Mapping, Node, Scalar
from dualtrack.model.item import Route
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit


def replace_entry(project: Project, key: str, route: Route, id: str) -> Change:
    """Replace the entry at a route of the sprint's file by an id."""
    sprint = item_to_change(project, key)
    document = project.document(sprint)
    if as_mapping(getattr(document.node(route), "value", None)) is None:
        raise Refusal(said("{sprint} has changed since", sprint.path))
    return Change(said("{sprint} refers to {id}", sprint.shown, id), {sprint.path: entry_replaced(document, route, id)})


def entry_replaced(document: Document, route: Route, id: str) -> tuple[Edit, ...]:
    """The edits that put an id at the route of an entry; raises Refusal."""
    node = document.node(route)
    if node and _has_comment(document.text, node):
        raise Refusal(said("{document} holds a comment there that would be lost; change it by hand", document.path))
    return edited(document, set_yaml(document, route, id), **_with(document.values, route, id))


def _with(value: Any, route: Route, text: str) -> Any:
    """A value with a text at a route of it."""
    if not route:
        return text
    step, rest = route[0], route[1:]
    if (entries := as_list(value)) is not None:
        return [_with(entry, rest, text) if index == step else entry for index, entry in enumerate(entries)]
    name = canonical_key(str(step))
    keys: Values[str, Any] = as_mapping(value) or {}
    return {key: _with(entry, rest, text) if canonical_key(key) == name else entry for key, entry in keys.items()}


def _has_comment(text: str, node: Node) -> bool:
    """Whether a "#" stands between the keys and values of a node."""
    at = node.span.start
    for leaf in _leaves(node):
        if "#" in text[at : leaf.span.start]:
            return True
        at = max(at, leaf.span.end)
    return "#" in text[at : node.span.end]


def _leaves(node: Node) -> list[Scalar]:
    if isinstance(node, Scalar):
        return [node]
    if isinstance(node, Mapping):
        return [leaf for key, value in node.entries for leaf in (key, *_leaves(value))]
    return [leaf for entry in node.entries for leaf in _leaves(entry)]
