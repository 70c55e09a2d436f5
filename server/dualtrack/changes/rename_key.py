"""Give a key of an item another name."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files import edits
from dualtrack.files.keys import canonical_key
from dualtrack.project.project import Project
from dualtrack.said import said


def rename_key(project: Project, key: str, written: str, name: str) -> Change:
    """Write `name` for a key; raises Refusal where that stands already."""
    item = item_to_change(project, key)
    document = project.document(item)
    node = document.node((*item.route, written))
    if not node or not document.key((*item.route, written)):
        raise Refusal(said("{path} has changed since", item.path))
    edit = edits.rename_key(document, (*item.route, written), name)
    asked = {canonical_key(written): None, canonical_key(name): node.value}
    return Change(
        said("{written} renamed to {name}", written, name), {item.path: edited(document, (edit,), item.route, **asked)}
    )
