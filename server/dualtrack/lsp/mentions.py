"""What is said and found at a place of any open text: a file, a notebook's cell, or a commit's message."""

import asyncio

from lsprotocol import types

from dualtrack.lsp.asked import asked_at, location, refusals_told
from dualtrack.lsp.convert import markdown
from dualtrack.lsp.folder import Folder
from dualtrack.lsp.server import Server
from dualtrack.project.project import Place

_READ, _WRITTEN = types.DocumentHighlightKind.Read, types.DocumentHighlightKind.Write


def register_mentions(server: Server) -> None:
    """Register the questions about a place."""

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hovered(params: types.HoverParams) -> types.Hover | None:
        from dualtrack.features.hover import hover  # the server starts without what it is only asked later

        asked = asked_at(server, params)
        answer = asked and hover(asked.folder.project_now, *asked.place)
        return types.Hover(markdown(answer.markdown), asked.range(answer.span)) if asked and answer else None

    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def defined(params: types.DefinitionParams) -> list[types.LocationLink] | types.Location | None:
        from dualtrack.features.navigation import definition

        asked = asked_at(server, params)
        found = asked and definition(asked.folder.project, *asked.place)
        return _link(server, asked.folder, found.target, asked.range(found.span)) if asked and found else None

    @server.feature(types.TEXT_DOCUMENT_REFERENCES)
    async def referred(params: types.ReferenceParams) -> list[types.Location] | None:
        from dualtrack.features.navigation import Reference, references

        asked = asked_at(server, params)
        # The first time, every file is looked through.
        found = await asyncio.to_thread(list[Reference], references(asked.folder.project, *asked.place)) if asked else ()
        wanted = (each.place for each in found if params.context.include_declaration or not each.defines)
        return [location(server, asked.folder, place) for place in wanted] or None if asked else None

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlighted(params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
        from dualtrack.features.navigation import highlights

        asked = asked_at(server, params)
        found = highlights(asked.folder.project, *asked.place) if asked else ()
        kinds = ((each.place.span, _WRITTEN if each.defines else _READ) for each in found)
        return [types.DocumentHighlight(asked.range(span), kind) for span, kind in kinds] or None if asked else None

    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepared(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        from dualtrack.features.navigation import renamable

        asked = asked_at(server, params)
        found = asked and renamable(asked.folder.project, *asked.place)
        return types.PrepareRenamePlaceholder(asked.range(found[1]), found[0].id) if asked and found else None

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    async def renamed(params: types.RenameParams) -> types.WorkspaceEdit | None:
        from dualtrack.features.navigation import rename

        if place := server.locate(params.text_document.uri):
            await place[0].live.read_files()  # whoever wrote a file just now wants it changed, too
        if not (asked := asked_at(server, params)):
            return None
        with refusals_told():
            change = rename(asked.folder.project, *asked.place, params.new_name)
        for note in change.notes if change else ():
            server.window_show_message(types.ShowMessageParams(types.MessageType.Info, note))
        return server.change_edit(asked.folder, change) if change else None


def _link(server: Server, folder: Folder, target: Place, origin: types.Range) -> list[types.LocationLink] | types.Location:
    found = location(server, folder, target)
    known = server.client_capabilities.text_document
    if known and known.definition and known.definition.link_support:
        return [types.LocationLink(found.uri, found.range, found.range, origin)]
    return found
