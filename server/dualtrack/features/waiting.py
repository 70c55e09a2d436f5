"""What an item waits for, and what waits for it, one step at a time."""

from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.model.item import Item
from dualtrack.project.index import precedence
from dualtrack.project.project import Project
from dualtrack.text import Span


class Wait(NamedTuple):
    """The item at the other end, and where the one that waits names the one that it waits for."""

    item: Item
    spans: tuple[Span, ...]


def waits_of(project: Project, item: Item) -> Iterator[Wait]:
    """The items that an item depends on, whether they are open or not."""
    found = {other.key: other for name in item.depends_on if name and (other := project.find(name))}
    return (Wait(other, _spans(project, item, other)) for other in found.values() if other.key != item.key)


def waiting_for(project: Project, item: Item) -> Iterator[Wait]:
    """The items that depend on an item."""
    keys = project.naming("waits", item) if item.id else ()
    others = sorted((project.items[key] for key in keys), key=precedence)
    return (Wait(other, _spans(project, other, item)) for other in others if other.key != item.key)


def _spans(project: Project, item: Item, other: Item) -> tuple[Span, ...]:
    named = [index for index, name in enumerate(item.depends_on) if name and project.find(name) == other]
    return tuple(dict.fromkeys(project.place(item, ("depends_on", at), ("depends_on",)).span for at in named))
