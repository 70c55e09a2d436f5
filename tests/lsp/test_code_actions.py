"""What becomes of a code action that is chosen."""

from pathlib import Path

import pytest
from dualtrack.text import Edit, Span, apply
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.client import Client
from tests.lsp.session import EXP, TEXT, session

pytestmark = pytest.mark.slow


def edited(text: str, change: types.TextDocumentEdit) -> str:
    """A text of ASCII after an edit of the server."""
    lines = text.splitlines(keepends=True)

    def offset(at: types.Position) -> int:
        return sum(map(len, lines[: at.line])) + at.character

    return apply(
        text, [Edit(Span(offset(e.range.start), offset(e.range.end)), getattr(e, "new_text", "")) for e in change.edits]
    )


def test_the_cursor_follows_a_decision_of_the_light_bulb(folder: Path) -> None:
    async def talk(client: Client) -> None:
        other = EXP.replace("EXP-1", "EXP-2")
        (folder / other).write_text(TEXT.replace("EXP-1", "EXP-2"))
        client.opened(other)
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        data = {"uri": client.uri_of(EXP), "line": 5, "last": 5}
        asked = types.CodeAction("Decide not to pursue EXP-1", types.CodeActionKind.QuickFix, data=data)
        chosen = await client.code_action_resolve_async(asked)
        assert chosen.command and chosen.command.arguments is None  # VS Code would forget them when the file changes
        [change] = chosen.edit.document_changes or () if chosen.edit else ()
        assert isinstance(change, types.TextDocumentEdit)
        text = edited(TEXT, change)
        client.typed(EXP, 2, text)
        place = types.Range(types.Position(3, 2), types.Position(3, 2))  # the editor asks again before it runs the command
        context = types.CodeActionContext([])
        await client.text_document_code_action_async(types.CodeActionParams(change.text_document, place, context))
        await client.workspace_execute_command_async(types.ExecuteCommandParams(chosen.command.command))
        [shown] = client.shown
        assert (shown.uri, shown.selection and shown.selection.start.line) == (client.uri_of(EXP), 16)
        client.typed(other, 2, text)  # of another file
        await client.workspace_execute_command_async(types.ExecuteCommandParams(chosen.command.command))
        assert client.shown == [shown]

    session(folder, talk)


def test_the_edit_of_a_file_that_is_not_open_is_made_from_what_is_on_disk_by_then(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        line = TEXT.splitlines().index("timebox_days: 10")
        range = types.Range(types.Position(line, 2), types.Position(line, 2))
        identifier = types.TextDocumentIdentifier(client.uri_of(EXP))
        asked = types.CodeActionParams(identifier, range, types.CodeActionContext([]))
        offers = await client.text_document_code_action_async(asked) or []
        assert "Close EXP-1 as inconclusive" in [offer.title for offer in offers]
        data = {"uri": client.uri_of(EXP), "line": line, "last": line}
        chosen = types.CodeAction("Close EXP-1 as inconclusive", types.CodeActionKind.QuickFix, data=data)

        (folder / EXP).write_text(TEXT.replace("status: running\n", "").replace("---\n", "---\nstatus: running\n", 1))
        resolved = await client.code_action_resolve_async(chosen)
        [change] = resolved.edit.document_changes if resolved.edit and resolved.edit.document_changes else []
        assert isinstance(change, types.TextDocumentEdit)
        lines = [edit.range.start.line for edit in change.edits if getattr(edit, "new_text", "") == "decided"]
        assert lines == [1]  # where the status is by now

        (folder / EXP).write_text(TEXT.replace("timebox_days: 10\n", ""))
        with pytest.raises(JsonRpcException, match="“Close EXP-1 as inconclusive” is not offered any more"):
            await client.code_action_resolve_async(chosen)

    session(folder, talk)
