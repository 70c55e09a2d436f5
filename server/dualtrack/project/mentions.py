"""Who names whom: what a text names at an offset, and where the board's files name an item."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dualtrack.facts.notebooks import Notebook
from dualtrack.files.document import Document
from dualtrack.files.links import resolved
from dualtrack.files.yaml_tree import Scalar
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, is_id, mentions, mentions_of_id
from dualtrack.project.branches import only_elsewhere
from dualtrack.project.index import page_names
from dualtrack.project.lookups import linking, mentioning
from dualtrack.project.notebooks import named_notebooks
from dualtrack.project.project import Place, Project
from dualtrack.table import grouped
from dualtrack.text import Span, line_at

_LONGEST_ADDRESS = 300
_BLANK = re.compile(r"\s")


class Name(NamedTuple):
    """What stands at a span names something: the item or the notebook that it leads to, if that is here, and whether it defines
    the item rather than refers to it. An id is `written` in the form in which ids are compared."""

    written: str
    span: Span
    item: Item | None = None
    notebook: Notebook | None = None
    defines: bool = False


def names_at(project: Project, path: str, text: str, offset: int) -> Iterator[Name]:
    """What a text names at an offset: an id in any text; in an item's own file also what its keys and links name, and at
    a page's title the page."""
    yield from (name for name in _ids_in(project, path, text, line_at(text, offset)) if name.span.holds(offset))
    for item in project.items_in(path):
        title = next(iter(project.document(item).body.headings), None) if item.kind == "page" else None
        if title and title.span.holds(offset):
            yield Name(item.title, title.span, item, defines=True)
        yield from (name for name in _names_in_keys(project, item) if name.span.holds(offset))
        for notebook in named_notebooks(project, item):
            if notebook.place.span.holds(offset):
                yield Name(notebook.written, notebook.place.span, notebook=notebook.notebook)
    yield from (name for names in _links_in(project, path).values() for name in names if name.span.holds(offset))


def ids_in(project: Project, path: str, text: str, within: Span) -> Iterator[Name]:
    """The ids in a part of a text; in an address one is the name of something else."""
    return (name for name in _ids_in(project, path, text, within) if not _is_in_address(text, name.span))


def item_at(project: Project, path: str, text: str, offset: int) -> Item | None:
    """The first item that a text names at an offset."""
    return next((name.item for name in names_at(project, path, text, offset) if name.item), None)


def names_of(project: Project, path: str, text: str, item: Item) -> list[Name]:
    """Where a text names an item, in order; in a board's file also by keys and by links, and not in comments or code."""
    document = project.documents.get(path)
    spans = [span for span in mentions_of(text, item.id) if not (document and document.is_hidden(span.start))]
    id = canonical(item.id)
    named = _named(project, path, _own_items(project, path), id) if spans else (None, None)
    found = [_name(id, span, *named) for span in spans]
    in_keys = (name for owner in project.items_in(path) for name in _names_in_keys(project, owner))
    own = (name for name in in_keys if name.item and _named_as(name.item) == _named_as(item))
    for name in (*own, *_links_in(project, path).get(_named_as(item), ())):
        if not any(name.span.touches(other.span) for other in found):
            found.append(name)
    return sorted(found, key=lambda name: name.span)


def places_of(project: Project, item: Item) -> Iterator[tuple[Place, Name]]:
    """Where the board's files name an item."""
    linked = project.lookups.of(project.documents, linking)
    paths = {item.path, *(other.path for other in project.referrers(item))}
    paths.update(*(linked[name] for name in (*page_names(item), canonical(item.id), item.path) if name))
    if is_id(item.id):
        paths |= project.lookups.of(project.documents, mentioning)[canonical(item.id)]
    for path in sorted(paths):
        yield from ((Place(path, name.span), name) for name in names_of(project, path, project.documents[path].text, item))


def backlinks(project: Project, item: Item) -> list[Item]:
    """The other items whose files name an item."""
    paths = dict.fromkeys(place.path for place, _ in places_of(project, item) if place.path != item.path)
    return [found for path in paths for found in project.items_in(path)[:1]]


def mentions_of(text: str, id: str) -> Iterator[Span]:
    """Where a text mentions an id; in an address it is the name of something else."""
    for mention in mentions_of_id(text, id):
        if not _is_in_address(text, mention.span):
            yield mention.span


def is_known(project: Project, name: str) -> bool:
    """Whether an item with this id or key is here or on another branch."""
    return bool(project.find(name) or only_elsewhere(project, name))


def linked(project: Project, target: str) -> Item | None:
    """The item that a `[[link]]` leads to: by its id, or as a page by its path, file name or title."""
    if item := project.find(target):
        return item
    return next(iter(project.index.pages(target)), None)


def _ids_in(project: Project, path: str, text: str, within: Span) -> Iterator[Name]:
    own = _own_items(project, path)
    named: dict[str, tuple[Item | None, Span | None]] = {}  # a text names few items often
    for mention in mentions(text[within.start : within.end], project.prefixes):
        if mention.id not in named:
            named[mention.id] = _named(project, path, own, mention.id)
        span = Span(within.start + mention.span.start, within.start + mention.span.end)
        yield _name(mention.id, span, *named[mention.id])


def _is_in_address(text: str, span: Span) -> bool:
    begin = text.rfind("://", max(0, span.start - _LONGEST_ADDRESS), span.start)
    return begin > 0 and text[begin - 1].isalnum() and not _BLANK.search(text, begin, span.start)


def _own_items(project: Project, path: str) -> dict[str, Item]:
    """The items of a file by id."""
    return {canonical(item.id): item for item in reversed(project.items_in(path)) if item.id}


def _named(project: Project, path: str, own: Mapping[str, Item], id: str) -> tuple[Item | None, Span | None]:
    """The item of an id, of twins the one whose file this is, and where this file defines it."""
    item = own.get(id) or project.find(id)
    return item, _definition_of(project.document(item), item) if item and item.path == path else None


def _name(id: str, span: Span, item: Item | None, defined: Span | None) -> Name:
    return Name(id, span, item, defines=bool(defined and defined.touches(span)))


def _names_in_keys(project: Project, item: Item) -> Iterator[Name]:
    document = project.document(item)
    if defined := _definition_of(document, item):
        yield Name(item.id, defined, item, defines=True)
    if item.is_inline and isinstance(document.node(item.route), Scalar):
        return  # a title alone, which has no keys: the sprint in which it stands is its own
    for route, name in item.references():
        if span := document.span((*item.route, *route)):
            yield Name(name, span, project.sprint(name) if route[0] == "sprint" else project.find(name))


def _links_in(project: Project, path: str) -> Mapping[str, Sequence[Name]]:
    """What the links of a file name, by what each leads to, empty where that is not here; worked out once for a project."""
    memory, asked = project.memory, (_links_in, path)
    if asked not in memory:
        found = ((_named_as(name.item) if name.item else "", name) for name in _read_links(project, path))
        memory[asked] = grouped(found)
    return memory[asked]


def _read_links(project: Project, path: str) -> Iterator[Name]:
    document = project.documents.get(path)
    if not document or not project.items_in(path):
        return
    for target, span in document.links:
        yield Name(target, span, linked(project, target))
    for link in document.file_links:
        target = resolved(path.rpartition("/")[0], link.path) or ""
        if item := next(iter(project.items_in(target)), None):
            yield Name(target, link.span, item)


def _definition_of(document: Document, item: Item) -> Span | None:
    """Where an item's id stands as its own: at its key `id`, or as the key of a sprint among others in a file."""
    key = document.key(item.route) if item.route else None
    spans = (document.span((*item.route, "id")), key and key.span)
    return next((span for span in spans if span and _is_spelled(document.text[span.start : span.end], item.id)), None)


def _is_spelled(written: str, id: str) -> bool:
    return bool(id) and canonical(written.strip("'\"")) == canonical(id)


def _named_as(item: Item) -> str:
    """The same for twins: their id; of what has none its key."""
    return canonical(item.id) if item.id else item.key
