"""Outlines of files, and items by name."""

from typing import TYPE_CHECKING

from lsprotocol import types

from dualtrack.lsp.asked import AskedFile, asked_file, location
from dualtrack.lsp.convert import without_icons
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server
from dualtrack.model.item import Item

if TYPE_CHECKING:  # the server starts without what it is only asked later
    from dualtrack.features.symbols import Symbol, SymbolKind

_KINDS: "dict[SymbolKind, types.SymbolKind]" = {
    "task": types.SymbolKind.Struct,
    "experiment": types.SymbolKind.Event,
    "sprint": types.SymbolKind.Namespace,
    "model": types.SymbolKind.Package,
    "page": types.SymbolKind.File,
    "section": types.SymbolKind.String,
    "check": types.SymbolKind.Boolean,
    "key": types.SymbolKind.Key,
}


def register_symbols(server: Server) -> None:
    """Register the questions about symbols."""

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, types.DocumentSymbolOptions(label="Dualtrack"))
    def outlined(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        from dualtrack.features.symbols import document_symbols

        asked = asked_file(server, params.text_document.uri)
        found = document_symbols(asked.folder.project, asked.document.path) if asked else ()
        return [_symbol(asked, each) for each in found] or None if asked else None

    @server.feature(types.WORKSPACE_SYMBOL)
    def searched(params: types.WorkspaceSymbolParams) -> list[types.WorkspaceSymbol]:
        from dualtrack.features.symbols import workspace_symbols

        folders = server.folders.values()
        return [_found(server, folder, item) for folder in folders for item in workspace_symbols(folder.project, params.query)]


def call_item(server: Server, folder: Folder, item: Item) -> types.CallHierarchyItem:
    """An item as a node of a hierarchy."""
    found = _found(server, folder, item)
    assert isinstance(found.location, types.Location)
    range, data = found.location.range, {"folder": folder.uri, "key": item.key}
    return types.CallHierarchyItem(found.name, found.kind, found.location.uri, range, range, detail=item.status, data=data)


def _symbol(asked: AskedFile, symbol: "Symbol") -> types.DocumentSymbol:
    whole = asked.range(symbol.span)
    return types.DocumentSymbol(
        without_icons(symbol.name),
        _KINDS[symbol.kind],
        whole,
        whole if symbol.head == symbol.span else asked.range(symbol.head),
        symbol.detail,
        children=[_symbol(asked, each) for each in symbol.parts] or None,
    )


def _found(server: Server, folder: Folder, item: Item) -> types.WorkspaceSymbol:
    from dualtrack.features.symbols import name_of

    place = location(server, folder, folder.project.place(item))
    return types.WorkspaceSymbol(place, without_icons(name_of(item)), _KINDS[item.kind], container_name=item.status or None)
