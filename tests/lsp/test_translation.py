"""A conversation in the language of the client: what it is shown is German, what it sends back is understood."""

from pathlib import Path
from typing import Any

import pytest
from dualtrack.lsp.rows import row_id
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.client import Client
from tests.lsp.session import EXP, TEXT, session

pytestmark = pytest.mark.slow

LATE, LONGER = "die Timebox von EXP-1 endete am 2026-11-12, vor 4 Tagen", "Timebox von EXP-1 um 5 Tage verlängern"


def test_what_is_shown_is_german_and_comes_back_as_it_was_shown(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        assert LATE in [each.message for each in client.diagnostics[EXP]]
        line = TEXT.splitlines().index("timebox_days: 10")
        at, file = types.Position(line, 2), types.TextDocumentIdentifier(client.uri_of(EXP))
        asked = types.CodeActionParams(file, types.Range(at, at), types.CodeActionContext([]))
        offers = await client.text_document_code_action_async(asked) or []
        assert {LONGER, "Entscheiden: EXP-1 nicht weiterverfolgen"} <= {each.title for each in offers}
        chosen = types.CodeAction(LONGER, types.CodeActionKind.QuickFix, data={"uri": file.uri, "line": line, "last": line})
        assert (await client.code_action_resolve_async(chosen)).edit

        async def choices(request: str, onto: str | None = None) -> Any:
            named = {"request": request, "ids": [row_id(client.uri, "EXP-1")], "onto": onto}
            return (await client.protocol.send_request_async("dualtrack/choices", named)).choices

        assert {"Datei öffnen", "Verschieben nach…", "Entscheiden…"} <= {each.label for each in await choices("menu")}
        for named in (LATE, LONGER):
            choice = next(each for each in await choices("fix", named) if each.label == LONGER)
            await client.execute(choice.command, **choice.arguments._asdict())
        assert [edit.label for edit in client.edits] == ["EXP-1 um 5 Tage verlängert"] * 2
        with pytest.raises(JsonRpcException, match="„Weg“ steht nicht mehr zur Wahl"):
            await client.code_action_resolve_async(types.CodeAction("Weg", data=chosen.data))

    session(folder, talk, locale="de-at")


def test_a_card_is_dropped_on_a_column_by_the_name_that_is_shown(folder: Path) -> None:
    (folder / EXP).with_name("EXP-9.md").write_text("---\nid: EXP-9\nstatus: nowhere\n---\n")

    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        column = f"{client.uri}\n\n\nresearch\nunbekannter Status"
        named = {"request": "move", "ids": [row_id(client.uri, "EXP-1")], "onto": column}
        answer: Any = await client.protocol.send_request_async("dualtrack/choices", named)
        assert "kann zurzeit nicht nach unbekannter Status verschoben werden" in answer.nothing

    session(folder, talk, locale="de-at")
