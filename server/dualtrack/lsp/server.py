"""The server: its folders, and what it tells the client when they change."""

import asyncio
import logging
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from dualtrack import __version__
from dualtrack.changes.change import Change, Refusal, texts_after
from dualtrack.features.filters import Filters
from dualtrack.lsp.board_updates import board_updates
from dualtrack.lsp.convert import Encoding, diagnostic, path_of, text_and_cursor, uri_of, workspace_edit
from dualtrack.lsp.folder import Folder, Opened
from dualtrack.lsp.language import Protocol
from dualtrack.lsp.messages import BoardUpdate
from dualtrack.lsp.rows import split
from dualtrack.lsp.slices import freed, in_slices
from dualtrack.lsp.tab import Tab
from dualtrack.model.item import Item
from dualtrack.project.identity import renamed
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Lines
from dualtrack.workspace.live import LiveWorkspace
from dualtrack.workspace.state import State

_log = logging.getLogger(__name__)

NOTEBOOKS = types.NotebookDocumentSyncOptions(
    [types.NotebookDocumentFilterWithNotebook(types.NotebookDocumentFilterScheme(scheme="file"))]
)
"""The notebooks whose cells the editor tells of: all that are files."""


class Server(LanguageServer):
    """The state of a session: its folders, and what the client can do."""

    protocol: Protocol  # pyright: ignore[reportIncompatibleVariableOverride]

    def __init__(self) -> None:
        super().__init__(  # pyright: ignore[reportUnknownMemberType] - pygls leaves its further arguments untyped
            "dualtrack",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Full,
            notebook_document_sync=NOTEBOOKS,
            protocol_cls=Protocol,
        )
        self.folders: dict[str, Folder] = {}
        self.loose: dict[str, Opened] = {}
        self.cells: dict[str, Opened] = {}
        self._roots: dict[str, Path] = {}
        self.trusted = False
        self.pages = False
        self.encoding = Encoding("utf-16")
        self.filters: Filters = {}
        self.tab = Tab(self)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def resolves_edits(self) -> bool:
        """Whether the client asks for the edit of a code action when it is chosen."""
        asked = self.client_capabilities.text_document
        resolved = asked and asked.code_action and asked.code_action.resolve_support
        return bool(resolved and "edit" in resolved.properties)

    @property
    def _annotates(self) -> bool:
        """Whether the client can show an edit before it makes it."""
        asked = self.client_capabilities.workspace
        return bool(asked and asked.workspace_edit and asked.workspace_edit.change_annotation_support)

    @property
    def takes_snippets(self) -> bool:
        """Whether the client can put the cursor into what it completes."""
        asked = self.client_capabilities.text_document
        completed = asked and asked.completion and asked.completion.completion_item
        return bool(completed and completed.snippet_support)

    @property
    def shows_documents(self) -> bool:
        """Whether the client can put the cursor into a file."""
        asked = self.client_capabilities.window
        return bool(asked and asked.show_document and asked.show_document.support)

    def add_folder(self, uri: str, name: str = "") -> Folder | None:
        """Take a workspace folder in, under the name that the client gives it, and keep it current from now on."""
        root = path_of(uri)
        if not root or uri in self.folders:
            return None
        # The user allows a clone beside a folder to be read by opening it in the same window.
        self._roots[uri] = root.resolve()
        live = LiveWorkspace(root, self.trusted, self._roots.values(), lambda: self._show(folder))
        folder = Folder(uri, name or root.name, live)
        self.folders[uri] = folder
        self._enter_anew()
        self._send_board(BoardUpdate(uri, "indexing", 0, [], []))
        live.start()
        return folder

    def remove_folder(self, uri: str) -> None:
        """Let a workspace folder go, and with it what was said of its files."""
        folder = self.folders.pop(uri, None)
        self._roots.pop(uri, None)
        if folder:
            folder.live.stop()
            if folder.telling:
                folder.telling.cancel()
            self._enter_anew()
            self.run(in_slices(self._withdrawn(folder)))
            self.tab.changed()

    def enter(self, opened: Opened, typing: bool = False) -> None:
        """A text of the editor comes in."""
        self.loose[opened.uri] = opened
        if not (place := self.locate(opened.uri)):
            return
        folder, path = place
        folder.opened[path], folder.live.opened[path] = opened, opened.text  # a board may be found later that it belongs to
        if folder.project.holds(path):
            folder.live.edit(path, opened.text, typing and folder.changing.pop(path, None) != opened.text)

    def _enter_anew(self) -> None:
        """There are other folders than before: an open text is of the innermost that it lies in, and of no other."""
        for folder in self.folders.values():
            for path, opened in [*folder.opened.items()]:
                if (place := self.locate(opened.uri)) and place[0] is not folder:
                    del folder.opened[path]
                    folder.live.close(path)
        for opened in [*self.loose.values()]:
            if (place := self.locate(opened.uri)) and place[1] not in place[0].opened:
                self.enter(opened)

    def run(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something in the background for as long as it takes. An error that ends it is logged."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("Work in the background has failed", exc_info=error)

    def locate(self, uri: str) -> tuple[Folder, str] | None:
        """The folder of a file, or of a cell's notebook, and its path there; the innermost of several."""
        return min(self.all_with(uri), key=lambda place: len(place[1]), default=None)

    def all_with(self, uri: str) -> list[tuple[Folder, str]]:
        """All folders that it lies in, each with its path there."""
        path = path_of(self.cells[uri].uri if uri in self.cells else uri)
        found = ((folder, folder.relative(path)) for folder in self.folders.values()) if path else ()
        return [(folder, relative) for folder, relative in found if relative is not None]

    def card(self, id: str) -> tuple[Folder, str] | None:
        """The folder and the key of a row of the board, or of the item that a link names by its id or key; under the id that it
        has now, where it had that one when the row was drawn or the link was copied."""
        uri, key = split(id)
        if folder := self.folders.get(uri):
            now = renamed(folder.project, key)
            return folder, now.key if now else key
        for find in (Project.find, renamed):
            for folder in self.folders.values():
                if item := find(folder.project, id):
                    return folder, item.key
        return None

    def item(self, id: str) -> tuple[Folder, Item] | None:
        """The item of a row of the board, with its folder."""
        folder, key = self.card(id) or (None, "")
        item = folder.project.items.get(key) if folder else None
        return (folder, item) if folder and item else None

    def open_text(self, uri: str) -> Opened | None:
        """An open file or cell."""
        return self.loose.get(uri) or self.cells.get(uri)

    def ask_again(self) -> None:
        """Have the client ask again for what stands above the items and behind their criteria, and for the colour of ids."""
        workspace = self.client_capabilities.workspace
        if workspace and workspace.code_lens and workspace.code_lens.refresh_support:
            self.run(self.workspace_code_lens_refresh_async(None))
        if workspace and workspace.inlay_hint and workspace.inlay_hint.refresh_support:
            self.run(self.workspace_inlay_hint_refresh_async(None))
        if workspace and workspace.semantic_tokens and workspace.semantic_tokens.refresh_support:
            self.run(self.workspace_semantic_tokens_refresh_async(None))

    def change_edit(self, folder: Folder, change: Change) -> types.WorkspaceEdit:
        """A change as an edit of the open files in the versions that the editor told of last."""
        return workspace_edit(
            folder.project,
            change,
            self.encoding,
            lambda path: self.uri(folder, path),
            lambda path: opened.version if (opened := folder.opened.get(path)) else None,
            self._annotates,
        )

    async def apply_change(self, folder: Folder, change: Change) -> None:
        """Have the client apply a change, and put the cursor where the person goes on; raises Refusal if it cannot."""
        parameters = types.ApplyWorkspaceEditParams(self.change_edit(folder, change), label=change.label)
        cursor = change.cursor
        position = text_and_cursor(folder.project, cursor, change, self.encoding)[1] if cursor else None
        folder.changing |= texts_after(folder.project, change)
        answer = await self.workspace_apply_edit_async(parameters)
        if not answer.applied and change.optional:
            raise Refusal(said("Nothing is written."))
        if not answer.applied:
            raise Refusal(
                said(
                    "{change}: the editor did not apply it ({why})",
                    change.label,
                    answer.failure_reason or said("no reason given"),
                )
            )
        if cursor and position:
            await self.show_cursor(self.uri(folder, cursor.path), position)

    async def show_cursor(self, uri: str, position: types.Position) -> None:
        """Open a file with the cursor at a position, where the client can."""
        if self.shows_documents:
            selection = types.Range(position, position)
            await self.window_show_document_async(types.ShowDocumentParams(uri, take_focus=True, selection=selection))

    def uri(self, folder: Folder, path: str) -> str:
        """The URI of a file, as the editor spells it where it is open."""
        opened = folder.opened.get(path)
        return opened.uri if opened else uri_of(folder.root, path)

    def _show(self, folder: Folder) -> None:
        """Tell the client what is different."""
        if not folder.telling or folder.telling.done():
            folder.telling = self.run(self._tell(folder))

    async def _tell(self, folder: Folder) -> None:
        while (state := folder.live.state) is not folder.told:
            filters = self.filters
            try:
                await in_slices(self._news(folder, folder.told, state))
            except Exception:  # what fails once would fail again, but what has come meanwhile may not
                _log.exception("What is new in %s could not be told", folder.root)
            parts = folder.told.replaced_parts(state)
            # Of a part that was asked for meanwhile, some of what was told last is of the part before.
            folder.told = state if self.filters is filters else replace(state, boards=None)
            await in_slices(freed(parts))

    def _news(self, folder: Folder, before: State, state: State) -> Iterator[None]:
        """Tell what differs between two states, of a file as it is when its turn comes."""
        then, now = before.checked.findings, state.checked.findings
        for path in {*then, *now}:
            if then.get(path) is not now.get(path):
                document = folder.project.documents.get(path)
                lines = document.lines if document else Lines("")
                found = folder.checked.findings.get(path, ())
                self._publish_file(folder, path, [diagnostic(each, lines, self.encoding, self.pages) for each in found])
                yield
        if state.boards and state.boards is not before.boards:
            for update in board_updates(folder.uri, folder.name, before.boards, state.boards, self.filters):
                if update:
                    self._send_board(update)
                yield
        self.tab.changed()
        if state.project.facts is not before.project.facts:
            self.ask_again()

    def _publish_file(self, folder: Folder, path: str, diagnostics: list[types.Diagnostic]) -> None:
        if diagnostics == folder.published.get(path, []):
            return
        folder.published[path] = diagnostics
        opened = folder.opened.get(path)
        version = opened.version if opened else None
        parameters = types.PublishDiagnosticsParams(self.uri(folder, path), diagnostics, version)
        self.text_document_publish_diagnostics(parameters)

    def show_part(self, filters: Filters) -> None:
        """Show the part of the boards that is asked for, from now on."""
        self.filters = filters
        for folder in self.folders.values():
            if boards := folder.live.state.boards:
                for update in filter(None, board_updates(folder.uri, folder.name, None, boards, filters)):
                    self._send_board(update)

    def _withdrawn(self, folder: Folder) -> Iterator[None]:
        for path in folder.published:
            place = self.locate(self.uri(folder, path))  # it may have been opened anew meanwhile, or lie in another one too
            self._publish_file(folder, path, place[0].published.get(place[1], []) if place else [])
            yield

    def _send_board(self, update: BoardUpdate) -> None:
        if self.pages:  # no other client knows this notification
            # Its fields are single words, the same in JSON: `to_json` would take most of the time.
            self.protocol.notify("dualtrack/board", update)
