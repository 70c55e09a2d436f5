"""Give a key of an item a value."""

from dualtrack.changes.change import Change, edited, item_to_change
from dualtrack.files.edits import set_keys, set_yaml
from dualtrack.model.item import Route
from dualtrack.project.project import Project
from dualtrack.said import said


def set_value(project: Project, key: str, name: str, value: str) -> Change:
    """Set one key; a new one goes below the status."""
    item = item_to_change(project, key)
    document = project.document(item)
    edits = set_keys(document, {name: value}, ("status", "stage", "id"), item.route)
    return Change(
        said("{item}: {name} set to {value}", item.shown, name, value),
        {item.path: edited(document, edits, item.route, **{name: value})},
    )


def set_reference(project: Project, key: str, route: Route, id: str) -> Change:
    """Let the reference at a route of an item name an id."""
    item = item_to_change(project, key)
    edits = set_yaml(project.document(item), (*item.route, *route), id)
    return Change(said("{item}: {name} set to {value}", item.shown, str(route[0]), id), {item.path: edits})
