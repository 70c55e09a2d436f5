"""Say what blocks an item."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change, refusing
from dualtrack.files.edits import scalar, set_keys, set_yaml
from dualtrack.model.item import BLOCKER_KINDS
from dualtrack.model.raw import as_mapping
from dualtrack.project.project import Project


@refusing
def block(project: Project, key: str, kind: str, reason: str = "") -> Change:
    """Set the kind of the blocker and keep what is said of it; an item that is not blocked is so from today, for the reason."""
    item = item_to_change(project, key)
    if kind not in BLOCKER_KINDS:
        raise Refusal(f"{kind} is none of {', '.join(BLOCKER_KINDS)}")
    document, route = project.document(item), (*item.route, "blocked")
    node = document.node(route)
    written = as_mapping(node.value if node else None)
    if written is not None:
        edits, said = set_keys(document, {"kind": kind}, (), route), {**written, "kind": kind}
    else:
        old = item.blocked
        since = "" if old else project.today(item).isoformat()
        stated = {"kind": kind, "since": since, "reason": " ".join((old.reason if old else reason).split())}
        said = {name: value for name, value in stated.items() if value}
        yaml = ", ".join(f"{name}: {scalar(value)}" for name, value in said.items())
        edits = set_yaml(document, route, f"{{{yaml}}}", ("status", "id"))
    return Change(f"{item.shown} blocked by {kind}", {item.path: edited(document, edits, item.route, blocked=said)})
