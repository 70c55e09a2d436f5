"""Insert missing items into the Definition of Done."""

from dualtrack.changes.change import Change, item_to_change, writable_body
from dualtrack.files.edits import append_section, append_to_section
from dualtrack.files.read import DOD_HEADING
from dualtrack.model.words import plural
from dualtrack.project.project import Project
from dualtrack.text import Edit, Span, newline_of


def insert_dod(project: Project, key: str, names: tuple[str, ...]) -> Change:
    """Add an open line for each item under `## Definition of Done`; the section is added where there is none."""
    item = item_to_change(project, key)
    document = writable_body(project.document(item))
    texts = project.conventions(item).definition_of_done.texts
    lines = [f"- [ ] {texts[name]}" for name in names]
    heading = document.body.heading(DOD_HEADING)
    if not heading:
        edit, _ = append_section(document, DOD_HEADING, lines)
    elif item.dod:
        newline = newline_of(document.text)
        at = item.dod[-1].span.end
        last = document.text[item.dod[-1].span.start : at]
        indent = last[: len(last) - len(last.lstrip())]
        edit = Edit(Span(at, at), "".join(f"{newline}{indent}{line}" for line in lines))
    else:
        edit, _ = append_to_section(document, heading, ["", *lines])
    return Change(f"{item.shown}: {plural(len(names), 'item')} added", {item.path: (edit,)})
