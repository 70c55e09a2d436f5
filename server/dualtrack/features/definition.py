"""Where the thing is that a text names at a place."""

from dataclasses import dataclass

from dualtrack.project.mentions import names_at
from dualtrack.project.project import Place, Project
from dualtrack.text import Span


@dataclass(frozen=True)
class Definition:
    """What stands at the span is defined at the target."""

    span: Span
    target: Place


def definition(project: Project, path: str, text: str, offset: int) -> Definition | None:
    """The item mentioned at an offset of any text; in an item's own file also what its keys and `[[links]]` name."""
    for name in names_at(project, path, text, offset):
        if name.item:
            return Definition(name.span, project.place(name.item, ("id",)))
        if name.notebook:
            return Definition(name.span, Place(name.notebook.path, Span(0, 0)))
    return None
