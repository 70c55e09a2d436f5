"""The ids in a text that lead to an item, for editors to draw in a colour of their own."""

from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.project.mentions import ids_in
from dualtrack.project.project import Project
from dualtrack.text import Span


class Token(NamedTuple):
    """An id of an item, and whether it is where the id is defined."""

    span: Span
    defines: bool


def semantic_tokens(project: Project, path: str, text: str, within: Span) -> Iterator[Token]:
    """Those in a part of a text, in order. An id that leads nowhere has none, so that it looks like any other word."""
    return (Token(name.span, name.defines) for name in ids_in(project, path, text, within) if name.item)
