"""Give a key of an item a value."""

from dualtrack.changes.change import Change, item_to_change
from dualtrack.files.edits import set_key
from dualtrack.project.project import Project


def set_value(project: Project, key: str, name: str, value: str) -> Change:
    """Set one key; a new one goes below the status."""
    item = item_to_change(project, key)
    edit = set_key(project.document(item), name, value, ("status", "id"))
    return Change(f"{item.shown}: {name} set to {value}", {item.path: (edit,)})
