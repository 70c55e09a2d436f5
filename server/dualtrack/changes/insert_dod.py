"""Insert missing items into the Definition of Done."""

from dualtrack.changes.change import Change, item_to_change, writable_body
from dualtrack.files.read import DOD_HEADING
from dualtrack.files.sections import insert_check
from dualtrack.project.project import Project
from dualtrack.said import plural, said


def insert_dod(project: Project, key: str, names: tuple[str, ...]) -> Change:
    """Add an open line for each item under `## Definition of Done`; the section is added where there is none."""
    item = item_to_change(project, key)
    document = writable_body(project.document(item))
    texts = project.conventions(item).definition_of_done.texts
    edits = insert_check(document, DOD_HEADING, *(texts[name] for name in names))
    return Change(said("{item}: {items} added", item.shown, plural(len(names), "item")), {item.path: edits})
