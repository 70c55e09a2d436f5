"""Have a rule find nothing: in one item, or on the whole board."""

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.files.document import parse
from dualtrack.files.edits import append_entry, set_yaml
from dualtrack.model.conventions import rule_code
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.project.project import Project
from dualtrack.said import said


def allow(project: Project, key: str, code: str) -> Change:
    """Name a rule under `allow:` of an item."""
    item = item_to_change(project, key)
    document = project.document(item)
    node = document.node((*item.route, "allow"))
    written = node.value if node else None
    before = as_list(written) or ([written] if written else [])
    edit = append_entry(document, (*item.route, "allow"), code, ("status", "stage", "id"))
    edits = edited(document, (edit,), item.route, allow=[*before, code])
    return Change(said("{code} allowed in {item}", code, item.shown), {item.path: edits})


def turn_off(project: Project, settings: str, code: str) -> Change:
    """Turn a rule off in the conventions of a board, whose file need not be there yet."""
    document = project.documents.get(settings) or parse(settings, "")
    if not document.readable or any(problem.conflict for problem in document.problems):
        raise Refusal(said("{settings} cannot be read, so it is left as it is", settings))
    node = document.node(("rules",))
    rules = as_mapping(node.value if node else None) or {}
    name = next((written for written in rules if rule_code(written) == code), code)
    edits = edited(document, set_yaml(document, ("rules", name), "off"), rules={**rules, name: "off"})
    return Change(said("{code} turned off", code), {settings: edits})
