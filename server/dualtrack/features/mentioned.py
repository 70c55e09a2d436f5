"""Which item a text mentions at a place."""

from dualtrack.model.item import Item
from dualtrack.model.mention import mentions
from dualtrack.project.project import Project
from dualtrack.text import Lines, Span


def mentioned(project: Project, text: str, offset: int) -> tuple[Item, Span] | None:
    """The item that any text mentions at an offset, and where the mention stands."""
    lines = Lines(text)
    line = lines.line(lines.position(offset)[0])
    for mention in mentions(text[line.start : line.end], project.prefixes):
        span = Span(line.start + mention.span.start, line.start + mention.span.end)
        item = project.find(mention.id)
        if span.holds(offset) and item:
            return item, span
    return None
