"""Where an item is worked on, what waits for what, and what of a file can be folded and followed."""

import asyncio
from collections.abc import Iterator
from typing import Any

from lsprotocol import types

from dualtrack.lsp.asked import asked_at, asked_file, location
from dualtrack.lsp.convert import member
from dualtrack.lsp.server import Server
from dualtrack.lsp.symbols import call_item
from dualtrack.project.mentions import item_at
from dualtrack.project.project import Place
from dualtrack.text import Span


def register_structure(server: Server) -> None:
    """Register the questions about what belongs together."""

    @server.feature(types.TEXT_DOCUMENT_IMPLEMENTATION)
    async def implemented(params: types.ImplementationParams) -> list[types.Location] | None:
        asked = asked_at(server, params)
        item = asked and item_at(asked.folder.project, *asked.place)
        if not asked or not item:
            return None
        from dualtrack.features.implementation import implementations

        paths = implementations(asked.folder.project, item)
        there = await asyncio.to_thread(asked.folder.live.workspace.there, paths)
        return [location(server, asked.folder, Place(path, Span(0, 0))) for path in there] or None

    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    def prepared(params: types.CallHierarchyPrepareParams) -> list[types.CallHierarchyItem] | None:
        asked = asked_at(server, params)
        item = asked and item_at(asked.folder.project, *asked.place)
        return [call_item(server, asked.folder, item)] if asked and item else None

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    def incoming(params: types.CallHierarchyIncomingCallsParams) -> list[types.CallHierarchyIncomingCall]:
        return [types.CallHierarchyIncomingCall(*each) for each in _calls(server, params.item.data, incoming=True)]

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    def outgoing(params: types.CallHierarchyOutgoingCallsParams) -> list[types.CallHierarchyOutgoingCall]:
        return [types.CallHierarchyOutgoingCall(*each) for each in _calls(server, params.item.data, incoming=False)]

    @server.feature(types.TEXT_DOCUMENT_FOLDING_RANGE)
    def folded(params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
        from dualtrack.features.folding import folds

        asked = asked_file(server, params.text_document.uri)
        found = (asked.range(span) for span in folds(asked.folder.project, asked.document.path)) if asked else ()
        return [types.FoldingRange(each.start.line, each.end.line) for each in found if each.end.line > each.start.line] or None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_LINK)
    def linked(params: types.DocumentLinkParams) -> list[types.DocumentLink] | None:
        from dualtrack.features.document_links import document_links

        asked = asked_file(server, params.text_document.uri)
        found = document_links(asked.folder.project, asked.document.path) if asked else ()
        links = ((asked.range(e.span), e.address or server.uri(asked.folder, e.path)) for e in found) if asked else ()
        return [types.DocumentLink(range, target) for range, target in links] or None


def _calls(server: Server, data: Any, incoming: bool) -> Iterator[tuple[types.CallHierarchyItem, list[types.Range]]]:
    """The neighbours of a node that is still there, each with where the one that waits says so."""
    from dualtrack.features.waiting import waiting_for, waits_of

    folder = server.folders.get(member(data, "folder"))
    item = folder.project.items.get(member(data, "key")) if folder else None
    if not folder or not item:
        return
    for wait in waiting_for(folder.project, item) if incoming else waits_of(folder.project, item):
        waiting = wait.item if incoming else item
        places = (location(server, folder, Place(waiting.path, span)) for span in wait.spans)
        yield call_item(server, folder, wait.item), [place.range for place in places]
