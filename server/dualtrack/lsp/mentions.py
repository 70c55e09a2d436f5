"""What is said, offered and found at a place of any open text: a file, a notebook's cell, or a commit's message."""

from typing import Any, NamedTuple

from lsprotocol import types

from dualtrack.features.card_text import card_text
from dualtrack.features.completion import completions
from dualtrack.features.hover import hover
from dualtrack.features.navigation import definition, highlights, references
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server
from dualtrack.model.item import Item
from dualtrack.project.project import Place
from dualtrack.text import Lines

_PROSE = {"", "markdown", "plaintext", "yaml", "git-commit", "scminput", "raw", "restructuredtext", "latex"}
_READ, _WRITTEN = types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write


def register_mentions(server: Server) -> None:
    """Register the questions about a place."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        asked = _asked(server, params.text_document.uri, params.position)
        answer = asked and hover(asked.folder.project_now, asked.path, asked.lines.text, asked.offset)
        if not asked or not answer:
            return None
        return types.Hover(_markdown(answer.markdown), server.encoding.range(asked.lines, answer.span))

    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=["-"], resolve_provider=True))
    def completed(params: types.CompletionParams) -> types.CompletionList | None:
        place, opened = server.locate(params.text_document.uri), server.open_text(params.text_document.uri)
        if not place or not opened:
            return None
        (folder, path), lines = place, Lines(opened.text)
        offset = server.encoding.offset(lines, params.position)
        found = completions(folder.project, path, opened.text, offset, opened.language in _PROSE)
        if not found:
            return None
        range = server.encoding.range(lines, found.span)
        return types.CompletionList(not found.final, [_offer(folder, n, item, range) for n, item in enumerate(found.items)])

    @server.feature(types.COMPLETION_ITEM_RESOLVE)
    def resolved(offer: types.CompletionItem) -> types.CompletionItem:
        folder = server.folders.get(_of(offer.data, "folder"))
        item = folder.project.items.get(_of(offer.data, "key")) if folder else None
        if folder and item:
            offer.documentation = _markdown(card_text(folder.project_now, item))
        return offer

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.LocationLink] | types.Location | None:
        asked = _asked(server, params.text_document.uri, params.position)
        found = asked and definition(asked.folder.project, asked.path, asked.lines.text, asked.offset)
        if not asked or not found:
            return None
        return _link(server, asked.folder, found.target, server.encoding.range(asked.lines, found.span))

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    def referred(params: types.ReferenceParams) -> list[types.Location] | None:
        asked = _asked(server, params.text_document.uri, params.position)
        if not asked:
            return None
        found = references(asked.folder.project, asked.path, asked.lines.text, asked.offset)
        wanted = (each.place for each in found if params.context.include_declaration or not each.defines)
        return [_location(server, asked.folder, place) for place in wanted] or None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlighted(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        asked = _asked(server, params.text_document.uri, params.position)
        if not asked:
            return None
        found = highlights(asked.folder.project, asked.path, asked.lines.text, asked.offset)
        ranges = ((server.encoding.range(asked.lines, each.place.span), each.defines) for each in found)
        return [types.DocumentHighlight(range, _WRITTEN if defines else _READ) for range, defines in ranges] or None


class _Asked(NamedTuple):
    """The place in an open text that a request is about."""

    folder: Folder
    path: str
    lines: Lines
    offset: int


def _asked(server: Server, uri: str, position: types.Position) -> _Asked | None:
    place, text = server.locate(uri), server.text(uri)
    if not place or text is None:
        return None
    lines = Lines(text)
    return _Asked(*place, lines, server.encoding.offset(lines, position))


def _markdown(text: str) -> types.MarkupContent:
    return types.MarkupContent(types.MarkupKind.Markdown, text)


def _offer(folder: Folder, rank: int, item: Item, range: types.Range) -> types.CompletionItem:
    return types.CompletionItem(
        label=item.id,
        detail=item.title,
        label_details=types.CompletionItemLabelDetails(description=item.title),
        kind=types.CompletionItemKind.Reference,
        sort_text=f"{rank:02}",
        filter_text=item.label,
        text_edit=types.TextEdit(range, item.id),
        data={"folder": folder.uri, "key": item.key},
    )


def _link(server: Server, folder: Folder, target: Place, origin: types.Range) -> list[types.LocationLink] | types.Location:
    location = _location(server, folder, target)
    known = server.client_capabilities.text_document
    if known and known.definition and known.definition.link_support:
        return [types.LocationLink(location.uri, location.range, location.range, origin)]
    return location


def _location(server: Server, folder: Folder, place: Place) -> types.Location:
    document = folder.project.documents.get(place.path)
    range = server.encoding.range(document.lines if document else Lines(""), place.span)
    return types.Location(server.uri(folder, place.path), range)


def _of(data: Any, name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else getattr(data, name, "")  # pyright: ignore
    return value if isinstance(value, str) else ""
