"""Where the thing is named that a text names at a place."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.project.mentions import Name, names_at, names_of, places_of
from dualtrack.project.project import Place, Project


@dataclass(frozen=True)
class Reference:
    """A place where an item is named, and whether it is where its id is defined."""

    place: Place
    defines: bool


def references(project: Project, path: str, text: str, offset: int) -> Iterator[Reference]:
    """All places in the board's files that name the item that is named at an offset of any text."""
    name = _item_at(project, path, text, offset)
    for place, found in places_of(project, name.item) if name and name.item else ():
        yield Reference(place, found.defines)


def highlights(project: Project, path: str, text: str, offset: int) -> Iterator[Reference]:
    """The places in the same text."""
    name = _item_at(project, path, text, offset)
    for found in names_of(project, path, text, name.item) if name and name.item else ():
        yield Reference(Place(path, found.span), found.defines)


def _item_at(project: Project, path: str, text: str, offset: int) -> Name | None:
    return next((name for name in names_at(project, path, text, offset) if name.item), None)
