"""A client that talks to the real server over its real protocol, with a workspace folder in a temporary folder."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from dualtrack.lsp.rows import row_id
from lsprotocol import types
from pygls.lsp.client import LanguageClient
from pygls.uris import to_fs_path

T = TypeVar("T")
SECONDS = 20.0
_BOOT = Path(__file__).parents[2] / "server" / "boot.py"
# As the extension starts it; the bytecode is kept between the tests, for which most of a start would be compiling.
SERVER = (sys.executable, "-I", "-S", "-X", f"pycache_prefix={Path(sys.prefix, 'pycache')}", str(_BOOT))


class Client(LanguageClient):
    """Remembers what the server says last: diagnostics by path, boards, edits that it asks for."""

    def __init__(self, folder: Path) -> None:
        super().__init__("tests", "1")
        self.folder = folder
        self.uri = folder.as_uri()
        self.diagnostics: dict[str, list[types.Diagnostic]] = {}
        self.boards: list[Any] = []
        self.rows: dict[str, Any] = {}
        self.edits: list[types.ApplyWorkspaceEditParams] = []
        self.shown: list[types.ShowDocumentParams] = []
        self.watched: list[Any] = []
        self.log = ""
        # pygls marks the functions it registers, and bound methods take no marks.
        self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: self._published(params))
        self.feature("dualtrack/board")(lambda params: self._board(params))
        self.feature(types.CLIENT_REGISTER_CAPABILITY)(lambda params: self._registered(params))
        self.feature(types.WORKSPACE_APPLY_EDIT)(lambda params: self._apply(params))
        self.feature(types.WINDOW_SHOW_DOCUMENT)(lambda params: self._show(params))

    def _published(self, params: types.PublishDiagnosticsParams) -> None:
        path = Path(to_fs_path(params.uri) or "").relative_to(self.folder).as_posix()
        self.diagnostics[path] = list(params.diagnostics)

    def _registered(self, params: types.RegistrationParams) -> None:
        for each in params.registrations:
            options: Any = each.register_options  # of each method others, which pygls leaves as they come
            self.watched += [watcher["globPattern"] for watcher in options["watchers"]]

    def _board(self, params: Any) -> None:
        self.boards.append(params)
        self.rows.update({row.id: row for row in (*params.rows, *params.cards)})

    def _apply(self, params: types.ApplyWorkspaceEditParams) -> types.ApplyWorkspaceEditResult:
        self.edits.append(params)
        return types.ApplyWorkspaceEditResult(applied=True)

    def _show(self, params: types.ShowDocumentParams) -> types.ShowDocumentResult:
        self.shown.append(params)
        return types.ShowDocumentResult(success=True)

    async def start(
        self,
        trusted: bool = True,
        encodings: list[str] | None = None,
        env: dict[str, str] | None = None,
        links: bool = False,
        ours: bool = True,
        locale: str | None = None,
    ) -> None:
        """Start the server and open the folder; as a client that knows only the protocol, unless it is `ours`."""
        await self.start_io(*SERVER, env=env)
        general = types.GeneralClientCapabilities(position_encodings=encodings)
        actions = types.CodeActionClientCapabilities(resolve_support=types.ClientCodeActionResolveOptions(["edit"]))
        text = types.TextDocumentClientCapabilities(
            definition=types.DefinitionClientCapabilities(link_support=links), code_action=actions
        )
        window = types.WindowClientCapabilities(show_document=types.ShowDocumentClientCapabilities(support=ours))
        noted = types.ChangeAnnotationsSupportOptions()
        workspace = types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(change_annotation_support=noted),
            did_change_watched_files=types.DidChangeWatchedFilesClientCapabilities(dynamic_registration=True),
        )
        await self.initialize_async(
            types.InitializeParams(
                capabilities=types.ClientCapabilities(workspace, text_document=text, window=window, general=general),
                locale=locale,
                workspace_folders=[types.WorkspaceFolder(self.uri, "folder")],
                initialization_options={"trusted": trusted} | ({"pages": True} if ours else {}),
            )
        )
        self.initialized(types.InitializedParams())

    def opened(self, path: str, text: str | None = None) -> None:
        """Open a file, with the text on disk unless another is given."""
        content = (self.folder / path).read_text("utf-8-sig") if text is None else text
        item = types.TextDocumentItem(self.uri_of(path), "markdown", 1, content)
        self.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def typed(self, path: str, version: int, text: str) -> None:
        """Replace the text of an open file."""
        identifier = types.VersionedTextDocumentIdentifier(version=version, uri=self.uri_of(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    def closed(self, path: str) -> None:
        """Close a file."""
        self.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(self.uri_of(path))))

    def changed_on_disk(self, path: str, how: types.FileChangeType = types.FileChangeType.Changed) -> None:
        """Tell that a file has changed."""
        event = types.FileEvent(self.uri_of(path), how)
        self.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))

    def uri_of(self, path: str) -> str:
        return (self.folder / path).as_uri()

    async def hover(self, path: str, line: int, character: int) -> str:
        """The hover's Markdown."""
        position = types.Position(line, character)
        found = await self.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(self.uri_of(path)), position)
        )
        return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""

    async def execute(self, command: str, **arguments: Any) -> Any:
        """Run a command of the server."""
        return await self.workspace_execute_command_async(
            types.ExecuteCommandParams(command, [{"folder": self.uri, **arguments}])
        )

    async def until(self, ask: Callable[[], T], wanted: Callable[[T], Any]) -> T:
        """Wait until an answer is the wanted one."""
        for _ in range(int(SECONDS / 0.02)):
            answer = ask()
            if wanted(answer):
                return answer
            await asyncio.sleep(0.02)
        raise AssertionError(f"waited {SECONDS} s; the last answer was {ask()}")

    async def codes(self, path: str, *expected: str) -> None:
        """Wait until exactly these codes are published for a file."""
        await self.until(lambda: sorted(str(d.code) for d in self.diagnostics.get(path, [])), lambda c: c == sorted(expected))

    def column_of(self, key: str) -> str:
        """The status under which the board shows a card, or empty."""
        id = row_id(self.uri, key)
        shown = self._below(self.uri)
        return next((row.label for row in shown if row.context == "column" and id in row.rows), "")

    def _below(self, id: str) -> list[Any]:
        """A row and those below it, as the client draws them."""
        row = self.rows.get(id)
        return [row, *(each for child in row.rows for each in self._below(child))] if row else []

    async def end(self) -> None:
        """Stop the server, and read its log."""
        await self.shutdown_async(None)
        self.exit(None)
        if self._server and self._server.stderr:
            self.log = (await self._server.stderr.read()).decode()
        await self.stop()
