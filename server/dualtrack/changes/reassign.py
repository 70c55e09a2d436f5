"""Assign an item to another person."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files.edits import scalar, set_yaml
from dualtrack.model.raw import as_list
from dualtrack.project.project import Project
from dualtrack.said import said


def reassign(project: Project, key: str, name: str, to: str) -> Change:
    """Write one person for another, who is the only one or an entry of the list."""
    item = item_to_change(project, key)
    document = project.document(item)
    node = document.node((*item.route, "assignee"))
    written = node.value if node else None
    entries = as_list(written)
    names = [written] if entries is None else entries
    at = next((at for at, each in enumerate(names) if isinstance(each, str) and each.strip().removeprefix("@") == name), None)
    if at is None:
        raise Refusal(said("{path} has changed since", item.path))
    route = (*item.route, "assignee", at) if entries is not None else (*item.route, "assignee")
    asked = to if entries is None else [*names[:at], to, *names[at + 1 :]]
    edits = edited(document, set_yaml(document, route, scalar(to)), item.route, assignee=asked)
    return Change(said("{item} assigned to {to}", item.shown, to), {item.path: edits})
