"""Reports in the editor."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from dualtrack.features.reports.report import shown_day
from lsprotocol import types

from tests.lsp.client import Client
from tests.lsp.session import session

pytestmark = pytest.mark.slow


def test_a_report_is_chosen_shown_and_kept_in_the_wiki(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column)
        asked: dict[str, Any] = {"request": "report", "ids": [], "onto": None}
        offered = (await client.protocol.send_request_async("dualtrack/choices", asked)).choices
        weekly = next(choice for choice in offered if choice.label == "Weekly")
        assert weekly.description.startswith("What is being investigated, what ships")
        usual, *times = weekly.then
        assert usual.command == "dualtrack.showReport"
        month = next(choice for choice in times if choice.label == "30 days")
        page = {"of": "report", "id": month.arguments.id, "path": ""}
        shown = await client.protocol.send_request_async("dualtrack/page", page)
        since = month.description.removeprefix("since ")
        assert shown.startswith(f"# Week from {shown_day(date.fromisoformat(since))} to ")
        assert since in month.arguments.label
        weekly = usual
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


def test_what_is_asked_for_before_the_files_are_read_waits_for_them(folder: Path) -> None:
    async def talk(client: Client) -> None:
        pages = ({"of": "report", "id": f"{client.uri}\nweekly\n\n"}, {"of": "card", "id": f"{client.uri}\nEXP-1"})
        report, card = [await client.protocol.send_request_async("dualtrack/page", {**page, "path": ""}) for page in pages]
        assert "EXP-1 Look" in report and "pending" not in report
        assert "**running**" in card

    session(folder, talk)


def test_a_report_on_a_sprint_is_chosen_with_its_sprint(folder: Path) -> None:
    sprints = folder / "tracks/sprints"
    sprints.mkdir(parents=True, exist_ok=True)
    for number in (8, 9):
        sprint = f"id: sprint-{number}\ngoal: Goal {number}\nstart: 2026-0{number}-07\nend: 2026-0{number}-14\n"
        (sprints / f"sprint-{number}.yaml").write_text(sprint)

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column)
        asked: dict[str, Any] = {"request": "report", "ids": [], "onto": None}
        offered = (await client.protocol.send_request_async("dualtrack/choices", asked)).choices
        review = next(choice for choice in offered if choice.label == "Review")
        last = next(choice for choice in review.then if choice.label == "sprint-8")
        assert last.description == "Goal 8"
        page = {"of": "report", "id": last.arguments.id, "path": ""}
        assert (await client.protocol.send_request_async("dualtrack/page", page)).startswith("# Review of sprint-8")

    session(folder, talk)
