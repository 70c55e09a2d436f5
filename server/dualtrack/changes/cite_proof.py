"""Cite a proof on a line of a Definition of Done."""

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.files.sections import cite, tick_line
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit, Span


def cite_proof(project: Project, key: str, text: str, proof: str, instead: str = "") -> Change:
    """Tick the first line that shows this text, unless it is ticked, and write a proof behind it, or `instead` of another."""
    item = item_to_change(project, key)
    line = next((line for line in item.dod if line.shown == text and line.ticked == bool(instead)), None)
    if not line:
        raise Refusal(said("{path} has changed since", item.path))
    if not instead:
        return Change(said("{item}: {text} ticked", item.shown, text), {item.path: (tick_line(line), cite(line, proof))})
    written = project.document(item).text
    at = written.find(instead, line.mark_at, line.end)
    if at < 0 or written.find(instead, at + 1, line.end) >= 0:
        raise Refusal(said("{instead} is written in a way that cannot be replaced safely; change it by hand", instead))
    edit = Edit(Span(at, at + len(instead)), proof)
    return Change(said("{item}: {proof} is cited for {text}", item.shown, proof, text), {item.path: (edit,)})
