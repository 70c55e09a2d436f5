"""The requests of the editor: each converts, asks, and converts the answer."""

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from dualtrack.lsp.code_actions import register_code_actions
from dualtrack.lsp.commands import SHOW_ITEM, register_commands
from dualtrack.lsp.completion import register_completion
from dualtrack.lsp.convert import Encoding, member, without_icons
from dualtrack.lsp.end import end_with_loop
from dualtrack.lsp.folder import Folder, Opened
from dualtrack.lsp.language import language_of
from dualtrack.lsp.mentions import register_mentions
from dualtrack.lsp.notebooks import register_notebooks
from dualtrack.lsp.rows import row_id
from dualtrack.lsp.semantic_tokens import register_semantic_tokens
from dualtrack.lsp.server import Server
from dualtrack.lsp.structure import register_structure
from dualtrack.lsp.symbols import register_symbols
from dualtrack.project.board import USUAL_FOLDERS
from dualtrack.text import Lines
from dualtrack.workspace.sources import watched_globs

if TYPE_CHECKING:
    from dualtrack.features.lenses import Lens

_WATCHED = ("**/*.md", "**/*.yaml", "**/*.yml")
"""Files of boards; sources watch others."""
_FOLDERS = tuple(f"**/{name}/**" for name in USUAL_FOLDERS)
"""Where items usually are: of a folder that is moved or deleted whole, an editor tells nothing but that."""


def register(server: Server) -> None:
    """Register every handler."""

    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.run(end_with_loop())
        server.trusted = member(params.initialization_options, "trusted") is True
        server.pages = member(params.initialization_options, "pages") is True
        server.protocol.language = language_of(params.locale or "")
        server.encoding = Encoding(str(_encoding(server.workspace.position_encoding)))
        for folder in params.workspace_folders or ():
            server.add_folder(folder.uri, folder.name)
        if params.root_uri and not params.workspace_folders:
            server.add_folder(params.root_uri)

    @server.feature(types.INITIALIZED)
    async def initialized(_: types.InitializedParams) -> None:
        watching = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
        if watching and watching.dynamic_registration:
            await server.client_register_capability_async(_watchers())

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    def folders_changed(params: types.DidChangeWorkspaceFoldersParams) -> None:
        for removed in params.event.removed:
            server.remove_folder(removed.uri)
        for added in params.event.added:
            server.add_folder(added.uri, added.name)

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        for event in params.changes:
            for folder, path in server.all_with(event.uri):
                folder.live.settle(path)
                folder.live.files_changed((path,), is_new=event.type != types.FileChangeType.Changed)

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def opened(params: types.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        server.enter(Opened(document.uri, document.version, document.text, document.language_id))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def changed(params: types.DidChangeTextDocumentParams) -> None:
        document = params.text_document
        before = server.loose.get(document.uri)
        language = before.language if before else ""
        server.enter(Opened(document.uri, document.version, params.content_changes[-1].text, language), typing=True)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def saved(params: types.DidSaveTextDocumentParams) -> None:
        if place := server.locate(params.text_document.uri):
            place[0].live.settle(place[1])

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def closed(params: types.DidCloseTextDocumentParams) -> None:
        server.loose.pop(params.text_document.uri, None)
        place = server.locate(params.text_document.uri)
        if place and place[0].opened.pop(place[1], None):
            place[0].live.close(place[1])

    register_code_actions(server)
    register_commands(server)
    register_completion(server)
    register_mentions(server)
    register_notebooks(server)
    register_semantic_tokens(server)
    register_structure(server)
    register_symbols(server)

    @server.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def lensed(params: types.CodeLensParams) -> list[types.CodeLens]:
        from dualtrack.features.lenses import lenses  # the server starts without what it is only asked later
        from dualtrack.features.prior import prior_lenses

        folder, path = server.locate(params.text_document.uri) or (None, "")
        if not folder or not (document := folder.project.documents.get(path)):
            return []
        priors = await asyncio.to_thread(lambda: [*prior_lenses(folder.project, path, folder.live.priors)])
        found = (*lenses(folder.project_now, path), *priors)
        return [_code_lens(server, folder, lens, document.lines) for lens in found]

    @server.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def hinted(params: types.InlayHintParams) -> list[types.InlayHint]:
        place = server.locate(params.text_document.uri)
        document = place and place[0].project.documents.get(place[1])
        if not place or not document:
            return []
        at = partial(server.encoding.position, document.lines)
        from dualtrack.features.inlays import inlays

        found = inlays(place[0].project, place[1])
        return [types.InlayHint(at(each.offset), each.text, tooltip=each.more, padding_left=True) for each in found]


def _code_lens(server: Server, folder: Folder, lens: "Lens", lines: Lines) -> types.CodeLens:
    """A lens that leads to the item's page where the client can show it, else one to be read."""
    link = {"id": row_id(folder.uri, lens.key)}
    command = types.Command(without_icons(lens.text), SHOW_ITEM if server.pages else "", arguments=[link])
    return types.CodeLens(server.encoding.range(lines, lens.span), command)


def _watchers() -> types.RegistrationParams:
    watchers = [types.FileSystemWatcher(pattern) for pattern in dict.fromkeys((*_WATCHED, *_FOLDERS, *watched_globs()))]
    options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
    return types.RegistrationParams([types.Registration("files", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)])


def _encoding(kind: Any) -> str:
    return getattr(kind, "value", kind) or "utf-16"
