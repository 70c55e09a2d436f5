"""The outline of a file, and the items of the project by id and by words of their titles."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias

from dualtrack.files.body import Heading
from dualtrack.files.document import Document
from dualtrack.model.item import Item, Kind
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import shortened
from dualtrack.project.board import CONVENTIONS_FILE
from dualtrack.project.project import Project
from dualtrack.project.search import search
from dualtrack.text import Span

MOST = 100
"""How many items are found at once."""

SymbolKind: TypeAlias = Kind | Literal["section", "check", "key"]

_WITHOUT_HYPHEN = re.compile(r"([a-z]+)(\d+)")


class Symbol(NamedTuple):
    """A part of a file: what it is called, where it stands as a whole, and where its name does, which lies within."""

    name: str
    detail: str
    kind: SymbolKind
    span: Span
    head: Span
    parts: "Sequence[Symbol]" = ()


def document_symbols(project: Project, path: str) -> list[Symbol]:
    """An item's file: the item, its sections with their checklists; a sprint's: its entries; of conventions the keys."""
    document = project.documents[path]
    if path.rpartition("/")[2] == CONVENTIONS_FILE:
        return [
            _symbol(key.text, "", "key", Span(key.span.start, node.span.end), key.span)
            for key, node in document.front.keys.entries
        ]
    return [_of_item(project, document, item) for item in project.items_in(path) if not item.is_inline]


def workspace_symbols(project: Project, query: str) -> list[Item]:
    """The items that have every word of a query in their ids or titles: an id that is or begins so comes first, then what is
    worked on, then what is new, then what is put away."""
    words, found = query.casefold().split(), dict[str, Item]()
    exact, bare = project.find(query.strip()), _WITHOUT_HYPHEN.fullmatch(query.strip().casefold())
    having = project.lookups.of(project.items, search).having
    for item in chain([exact] if exact else (), having(words), having([f"{bare[1]}-{bare[2]}"]) if bare else ()):
        found.setdefault(item.key, item)
        if len(found) == MOST:
            break
    return list(found.values())


def name_of(item: Item) -> str:
    """How a list calls an item."""
    return shortened(item.label)


def _of_item(project: Project, document: Document, item: Item) -> Symbol:
    head = project.place(item).span
    if isinstance(item, Sprint):
        node = document.node(item.route) if item.route else None
        entries = list(_entries(project, document, item))
        return _symbol(name_of(item), "", "sprint", node.span if node else Span(0, len(document.text)), head, entries)
    return _symbol(name_of(item), item.status, item.kind, Span(0, len(document.text)), head, _sections(document))


def _entries(project: Project, document: Document, sprint: Sprint) -> Iterator[Symbol]:
    for entry in sprint.entries:
        span, item = document.span(entry.route), project.find(entry.names)
        if span:
            name, kind = (name_of(item), item.kind) if item else (entry.names, "task")
            yield _symbol(name, item.status if item else "", kind, span, span)


def _sections(document: Document) -> list[Symbol]:
    """The sections, those within them, and the lines of checklists, in order."""
    top: list[Symbol] = []
    open_sections: list[tuple[int, list[Symbol]]] = []
    for place in sorted((*document.body.headings, *document.body.checks), key=attrgetter("start")):
        while open_sections and open_sections[-1][0] <= place.start:
            open_sections.pop()
        beside = open_sections[-1][1] if open_sections else top
        if isinstance(place, Heading):
            parts: list[Symbol] = []
            beside.append(_symbol(place.text, "", "section", Span(place.start, place.section_end), place.span, parts))
            open_sections.append((place.section_end, parts))
        else:
            beside.append(_symbol(place.shown, "done" if place.closed else "open", "check", place.span, place.span))
    return top


def _symbol(name: str, detail: str, kind: SymbolKind, span: Span, head: Span, parts: Sequence[Symbol] = ()) -> Symbol:
    whole = Span(min(span.start, head.start), max(span.end, head.end))
    return Symbol(shortened(" ".join(name.split())) or "(no title)", detail, kind, whole, head, parts)
