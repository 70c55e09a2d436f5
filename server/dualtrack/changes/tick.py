"""Tick open items of a Definition of Done."""

from dualtrack.changes.change import Change, item_to_change
from dualtrack.files.sections import tick_line
from dualtrack.project.project import Project
from dualtrack.said import said


def tick(project: Project, key: str, texts: tuple[str, ...]) -> Change:
    """Set the mark of the items that show these texts."""
    item = item_to_change(project, key)
    edits = tuple(tick_line(line) for line in item.dod if not line.closed and line.shown in texts)
    return Change(said("{item}: {count} ticked", item.shown, len(edits)), {item.path: edits})
