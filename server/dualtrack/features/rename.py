"""Renaming an id where it is mentioned."""

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.renumber import renumber
from dualtrack.model.item import Item
from dualtrack.model.mention import is_id
from dualtrack.project.mentions import names_at
from dualtrack.project.project import Project
from dualtrack.text import Span


def renamable(project: Project, path: str, text: str, offset: int) -> tuple[Item, Span] | None:
    """The item whose id can be renamed at an offset, and where it stands: of twins the one whose file this is."""
    names = names_at(project, path, text, offset)
    return next(((name.item, name.span) for name in names if name.item and is_id(name.written)), None)


def rename(project: Project, path: str, text: str, offset: int, id: str) -> Change:
    """Give the item that is mentioned at an offset another id; raises Refusal."""
    found = renamable(project, path, text, offset)
    if not found:
        raise Refusal("there is no item here")
    return renumber(project, found[0].key, id)
