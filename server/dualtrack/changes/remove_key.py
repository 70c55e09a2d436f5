"""Take a key from an item."""

from dualtrack.changes.change import Change, edited, item_to_change
from dualtrack.files.edits import remove
from dualtrack.project.project import Project
from dualtrack.said import said


def remove_key(project: Project, key: str, name: str) -> Change:
    """Remove one key with its value."""
    item = item_to_change(project, key)
    document = project.document(item)
    edits = edited(document, remove(document, (*item.route, name)), item.route, **{name: None})
    return Change(said("{item}: {name} removed", item.shown, name), {item.path: edits})
