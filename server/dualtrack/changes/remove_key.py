"""Take a key from an item."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files.edits import remove
from dualtrack.project.project import Project
from dualtrack.said import said


def remove_key(project: Project, key: str, name: str) -> Change:
    """Remove one key with its value; raises Refusal where it is not there."""
    item = item_to_change(project, key)
    document = project.document(item)
    if not document.node((*item.route, name)):
        raise Refusal(said("{item} has no {key}", item.shown, name))
    edits = edited(document, remove(document, (*item.route, name)), item.route, **{name: None})
    return Change(said("{item}: {name} removed", item.shown, name), {item.path: edits})
