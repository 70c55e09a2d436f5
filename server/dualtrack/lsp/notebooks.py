"""The cells of open notebooks, as the editor has them; what is saved comes in from the disk."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from lsprotocol import types

from dualtrack.lsp.folder import Opened
from dualtrack.lsp.server import Server
from dualtrack.text import Edit, Lines, apply


def register_notebooks(server: Server) -> None:
    """Register what the editor tells of notebooks."""
    # pygls keeps texts of its own, which nobody here reads, and logs an error for each change of a cell: cells always come in
    # parts, and it expects every text whole.
    logging.getLogger("pygls.workspace.text_document").setLevel(logging.CRITICAL)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenNotebookDocumentParams) -> None:
        _open(server, params.notebook_document.uri, params.cell_text_documents)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeNotebookDocumentParams) -> None:
        cells = params.change.cells
        if cells and cells.structure:
            for gone in cells.structure.did_close or ():
                server.cells.pop(gone.uri, None)
            _open(server, params.notebook_document.uri, cells.structure.did_open or ())
        for edited in (cells.text_content if cells else None) or ():
            for change in edited.changes:
                _change(server, edited.document, change)

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseNotebookDocumentParams) -> None:
        for cell in params.cell_text_documents:
            server.cells.pop(cell.uri, None)


def _open(server: Server, notebook: str, cells: Iterable[types.TextDocumentItem]) -> None:
    for cell in cells:
        server.cells[cell.uri] = Opened(notebook, cell.version, cell.text, cell.language_id)


def _change(
    server: Server, document: types.VersionedTextDocumentIdentifier, change: types.TextDocumentContentChangeEvent
) -> None:
    cell = server.cells.get(document.uri)
    if not cell:
        return
    text = change.text
    if isinstance(change, types.TextDocumentContentChangePartial):
        text = apply(cell.text, [Edit(server.encoding.span(Lines(cell.text), change.range), change.text)])
    server.cells[document.uri] = replace(cell, version=document.version, text=text)
