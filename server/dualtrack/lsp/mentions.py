"""What is said, offered and found at a place of any open text: a file, a notebook's cell, or a commit's message."""

from typing import Any

from lsprotocol import types

from dualtrack.features.card_text import card_text
from dualtrack.features.completion import completions
from dualtrack.features.definition import definition
from dualtrack.features.hover import hover
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server
from dualtrack.model.item import Item
from dualtrack.project.project import Place
from dualtrack.text import Lines

_PROSE = {"", "markdown", "plaintext", "yaml", "git-commit", "scminput", "raw", "restructuredtext", "latex"}


def register_mentions(server: Server) -> None:
    """Register the questions about a place."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        place, text = server.locate(params.text_document.uri), server.text(params.text_document.uri)
        if not place or text is None:
            return None
        lines = Lines(text)
        answer = hover(place[0].project_now, place[1], text, server.encoding.offset(lines, params.position))
        if not answer:
            return None
        return types.Hover(_markdown(answer.markdown), server.encoding.range(lines, answer.span))

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
        place, text = server.locate(params.text_document.uri), server.text(params.text_document.uri)
        if not place or text is None:
            return None
        lines = Lines(text)
        found = definition(place[0].project, place[1], text, server.encoding.offset(lines, params.position))
        return _link(server, place[0], found.target, server.encoding.range(lines, found.span)) if found else None


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
    document = folder.project.documents.get(target.path)
    range = server.encoding.range(document.lines if document else Lines(""), target.span)
    uri = server.uri(folder, target.path)
    known = server.client_capabilities.text_document
    if known and known.definition and known.definition.link_support:
        return [types.LocationLink(uri, range, range, origin)]
    return types.Location(uri, range)


def _of(data: Any, name: str) -> str:
    value = data.get(name) if isinstance(data, dict) else getattr(data, name, "")  # pyright: ignore
    return value if isinstance(value, str) else ""
