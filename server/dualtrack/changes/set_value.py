"""Give a key of an item a value."""

from dualtrack.changes.change import Change, edited, item_to_change
from dualtrack.files.edits import set_keys
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
