"""What a text names at a place: where that is, where else it is named, and another id for it."""

from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.renumber import renumber
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, is_id
from dualtrack.project.glossary import term_at
from dualtrack.project.mentions import item_at, names_at, names_of, places_of
from dualtrack.project.project import Place, Project
from dualtrack.said import said
from dualtrack.text import Span


class Definition(NamedTuple):
    """What stands at the span is defined at the target."""

    span: Span
    target: Place


class Reference(NamedTuple):
    """A place where an item is named, and whether it is where its id is defined."""

    place: Place
    defines: bool


def definition(project: Project, path: str, text: str, offset: int) -> Definition | None:
    """The item mentioned at an offset of any text; in an item's own file also what its keys and links name, and where the
    glossary explains a term."""
    for name in names_at(project, path, text, offset):
        if name.item:
            return Definition(name.span, project.place(name.item, ("id",)))
        if name.notebook:
            return Definition(name.span, Place(name.notebook.path, Span(0, 0)))
    term = term_at(project, path, text, offset) if path in project.documents else None
    return Definition(term.span, term.place) if term else None


def references(project: Project, path: str, text: str, offset: int) -> Iterator[Reference]:
    """All places in the board's files that name the item that is named at an offset of any text."""
    item = item_at(project, path, text, offset)
    return (Reference(place, found.defines) for place, found in (places_of(project, item) if item else ()))


def highlights(project: Project, path: str, text: str, offset: int) -> Iterator[Reference]:
    """The places in the same text."""
    item = item_at(project, path, text, offset)
    found = names_of(project, path, text, item) if item else ()
    return (Reference(Place(path, each.span), each.defines) for each in found)


def renamable(project: Project, path: str, text: str, offset: int) -> tuple[Item, Span] | None:
    """The item whose id can be renamed at an offset, and where it stands: of twins the one whose file this is."""
    for name in names_at(project, path, text, offset):
        # What stands in a sprint's file names items by being there.
        written = text[name.span.start : name.span.end].strip("'\"")
        if name.item and is_id(name.written) and canonical(written) == canonical(name.written):
            return name.item, name.span
    return None


def rename(project: Project, path: str, text: str, offset: int, id: str) -> Change:
    """Give the item that is mentioned at an offset another id; raises Refusal."""
    found = renamable(project, path, text, offset)
    if not found:
        raise Refusal(said("there is no item here"))
    return renumber(project, found[0].key, id)
