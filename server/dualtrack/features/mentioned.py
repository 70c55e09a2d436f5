"""Which item a text mentions at a place."""

from dualtrack.model.item import Item
from dualtrack.model.mention import Mention, mentions
from dualtrack.project.project import Project
from dualtrack.text import Lines, Span


def mentioned(project: Project, text: str, offset: int) -> tuple[Item, Span] | None:
    """The item that any text mentions at an offset, and where the mention stands."""
    mention = mention_at(project, text, offset)
    item = project.find(mention.id) if mention else None
    return (item, mention.span) if mention and item else None


def mention_at(project: Project, text: str, offset: int) -> Mention | None:
    """The id with a known prefix that stands in any text at an offset."""
    lines = Lines(text)
    line = lines.line(lines.position(offset)[0])
    for mention in mentions(text[line.start : line.end], project.prefixes):
        span = Span(line.start + mention.span.start, line.start + mention.span.end)
        if span.holds(offset):
            return Mention(mention.id, span)
    return None
