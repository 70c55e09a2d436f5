"""Reports in the editor."""

import re
from pathlib import Path
from typing import Any

from lsprotocol import types

from tests.lsp.client import Client
from tests.lsp.session import session


def test_a_report_is_chosen_shown_and_kept_in_the_wiki(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column)
        asked: dict[str, Any] = {"request": "report", "ids": [], "onto": None}
        offered = (await client.protocol.send_request_async("dualtrack/choices", asked)).choices
        weekly = next(choice for choice in offered if choice.label == "Weekly")
        assert weekly.description.startswith("What is being investigated, what ships")
        assert weekly.command == "dualtrack.showReport"
        page = {"of": "report", "id": weekly.arguments.id, "path": ""}
        shown = await client.protocol.send_request_async("dualtrack/page", page)
        assert shown.startswith("# Week from ") and "EXP-1 Look" in shown
        await client.execute("dualtrack.report.save", id=weekly.arguments.id)
        (edit,) = client.edits
        created, written = edit.edit.document_changes or ()
        assert isinstance(created, types.CreateFile) and isinstance(written, types.TextDocumentEdit)
        assert re.fullmatch(r".*/tracks/wiki/[\d-]{10}%20Week%20from%20.*\.md", created.uri)
        assert written.edits[0].new_text == shown  # pyright: ignore
        assert client.shown[0].uri == created.uri

    session(folder, talk)
