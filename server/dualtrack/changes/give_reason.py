"""Make room for the reason why an item of a Definition of Done does not apply."""

from dualtrack.changes.change import Change, Cursor, Refusal, item_to_change
from dualtrack.files.sections import mark_not_applicable
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit


def give_reason(project: Project, key: str, text: str) -> Change:
    """Write `N/A:` behind the first such line without a reason that shows this text, and leave the cursor there."""
    item = item_to_change(project, key)
    line = next((line for line in item.dod if line.mark == "-" and not line.closed and line.shown == text), None)
    if not line:
        raise Refusal(said("{path} has changed since", item.path))
    _, stated = mark_not_applicable(line, "")
    edit = Edit(stated.span, stated.text.rstrip())
    cursor = Cursor(item.path, edit.span.end + len(edit.text))
    return Change(said("{item}: {text} does not apply", item.shown, text), {item.path: (edit,)}, cursor)
