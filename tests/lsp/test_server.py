"""The server over its real protocol."""

import asyncio
from dataclasses import fields
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dualtrack.lsp.messages import BoardUpdate, camel
from dualtrack.lsp.rows import TreeRow, row_id
from dualtrack.lsp.server import Server
from lsprotocol import types

from tests.adapters.git_repository import Repository
from tests.lsp.client import Client
from tests.lsp.session import ENV, EXP, TEXT, session

pytestmark = pytest.mark.slow


def test_findings_and_board_come_by_themselves(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        found = next(each for each in client.diagnostics[EXP] if each.code == "expired-timebox")
        assert (found.range.start.line, found.range.start.character, found.range.end.character) == (5, 14, 16)
        assert found.code_description and found.code_description.href == "dualtrack-rule:/expired-timebox.md"
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        assert (client.boards[0].state, client.boards[-1].state, client.boards[-1].attention) == ("indexing", "ready", 1)
        row = client.rows[row_id(client.uri, "EXP-1")]
        assert (row.label, row.description) == ("EXP-1", "4 d over · Look")

    session(folder, talk)


def test_a_client_that_knows_only_the_protocol_is_asked_for_nothing_else(folder: Path) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        assert all(each.code_description is None for each in client.diagnostics[EXP])
        file, top = types.TextDocumentIdentifier(client.uri_of(EXP)), types.Position(5, 15)
        asked = types.CodeActionParams(file, types.Range(top, top), types.CodeActionContext([]))
        offers = await client.text_document_code_action_async(asked) or []
        assert "Decide not to pursue EXP-1" in [each.title for each in offers]
        assert all(isinstance(each, types.CodeAction) and each.command is None for each in offers)
        lenses = await client.text_document_code_lens_async(types.CodeLensParams(file)) or []
        assert [each.command.command for each in lenses if each.command] == [""] * len(lenses)
        assert client.boards == []

    session(folder, talk, ours=False)


def test_many_cards_come_ahead_of_the_rows_above_them(folder: Path) -> None:
    for number in range(2, 602):
        (folder / EXP).with_name(f"EXP-{number}.md").write_text(TEXT.replace("EXP-1", f"EXP-{number}"))

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-601"), lambda column: column == "running")
        first, *ahead, last = client.boards[: 1 + next(n for n, each in enumerate(client.boards) if each.state == "ready")]
        # Each of them needs a decision, and so has two rows.
        assert [len(each.cards) for each in (first, *ahead, last)] == [0, 250, 250, 250, 250, 202]
        assert all((each.state, each.rows) == ("indexing", []) for each in ahead)
        assert sum(row.context == "column" for row in last.rows)

    session(folder, talk)
    assert all(camel(each.name) == each.name for kind in (BoardUpdate, TreeRow) for each in fields(kind))  # as they are sent


def test_the_editors_text_wins_over_the_disk_until_it_is_closed(folder: Path) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        client.typed(EXP, 2, TEXT.replace("timebox_days: 10", "timebox_days: 30"))
        await client.codes(EXP, "missing-dod-item")
        (folder / EXP).write_text(TEXT.replace("status: running", "status: proposed"))
        client.changed_on_disk(EXP)
        await asyncio.sleep(0.4)
        assert client.column_of("EXP-1") == "running"
        client.closed(EXP)
        await client.codes(EXP)
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "proposed")

    session(folder, talk)


@pytest.mark.parametrize("leave", ["save", "close", "cursor"])
def test_a_card_stays_while_its_status_is_typed(folder: Path, leave: str) -> None:
    other = "tracks/tasks/TASK-2.md"
    (folder / "tracks" / "tasks").mkdir()
    (folder / other).write_text("---\nid: TASK-2\nstatus: backlog\n---\n")

    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        identifier = types.TextDocumentIdentifier(client.uri_of(EXP))

        async def cursor(line: int) -> None:
            place = types.Range(types.Position(line, 0), types.Position(line, 0))
            await client.text_document_code_action_async(types.CodeActionParams(identifier, place, types.CodeActionContext([])))

        typed = {"": "in-progress", "status:": "review", "status: ev": "done", "status: proposed": "dropped"}
        for version, (status, moved) in enumerate(typed.items(), 2):
            client.typed(EXP, version, TEXT.replace("status: running", status))
            await cursor(3)
            (folder / other).write_text(f"---\nid: TASK-2\nstatus: {moved}\n---\n")
            client.changed_on_disk(other)
            await client.until(lambda: client.column_of("TASK-2"), lambda column, moved=moved: column == moved)
            assert client.column_of("EXP-1") == "running" or status == "status: proposed"
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "proposed")
        half = TEXT.replace("status: running", "status: run")
        client.typed(EXP, 6, half)
        (folder / EXP).write_text(half)
        match leave:
            case "save":
                client.text_document_did_save(types.DidSaveTextDocumentParams(identifier))
            case "close":
                client.closed(EXP)
            case _:
                await cursor(4)
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "unknown status")

    session(folder, talk)


def test_the_badge_counts_no_timebox_that_is_half_typed(folder: Path) -> None:
    text = TEXT.replace("timebox_days: 10", "timebox_days: 30")
    (folder / EXP).write_text(text)

    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        assert client.boards[-1].attention == 0
        client.typed(EXP, 2, text.replace("30", "3"))
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        await asyncio.sleep(0.4)
        assert client.boards[-1].attention == 0
        (folder / EXP).write_text(text.replace("30", "3"))
        client.changed_on_disk(EXP)
        await client.until(lambda: client.boards[-1].attention, lambda attention: attention == 1)

    session(folder, talk)


def test_a_file_that_is_gone_is_gone_and_comes_back(folder: Path) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        assert await client.hover(EXP, 1, 5)  # an answer means that the server has seen the file opened
        (folder / EXP).unlink()
        client.changed_on_disk(EXP)
        await client.until(lambda: client.rows[client.uri].rows, lambda rows: not rows)
        assert client.boards[-1].state == "empty"
        (folder / EXP).write_text(TEXT)
        client.changed_on_disk(EXP)
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")

    session(folder, talk)


def test_a_folder_that_is_deleted_whole_takes_its_items_along(folder: Path) -> None:
    async def talk(client: Client) -> None:
        watched = await client.until(lambda: client.watched, bool)
        assert {"**/*.md", "**/tracks/**", "**/.backlog/**", "**/*.ipynb"} <= {*watched}
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        (folder / "tracks" / "experiments").rename(folder / "away")
        client.changed_on_disk("tracks/experiments", types.FileChangeType.Deleted)  # and of what was in it, no editor tells
        await client.until(lambda: client.rows[client.uri].rows, lambda rows: not rows)

    session(folder, talk)


def test_what_is_no_text_stays_untouched_while_the_editor_shows_it(folder: Path) -> None:
    content = TEXT.replace("Look", "é").encode("latin-1")
    (folder / EXP).write_bytes(content)

    async def talk(client: Client) -> None:
        await client.codes(EXP, "unreadable-file")
        client.opened(EXP, content.decode("utf-8", "replace"))
        await asyncio.sleep(0.3)
        await client.codes(EXP, "unreadable-file")
        position = types.Position(3, 10)
        identifier = types.TextDocumentIdentifier(client.uri_of(EXP))
        context = types.CodeActionContext([])
        asked = types.CodeActionParams(identifier, types.Range(position, position), context)
        assert not await client.text_document_code_action_async(asked)
        (folder / EXP).write_text(TEXT)
        client.typed(EXP, 2, TEXT)
        client.changed_on_disk(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")

    session(folder, talk)


def test_the_boards_time_zone_counts_from_the_start(folder: Path) -> None:
    (folder / "dualtrack.yaml").write_text("timezone: Pacific/Kiritimati\n")
    today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    for ago, key in ((11, "EXP-1"), (10, "EXP-2")):
        text = TEXT.replace("2026-11-02", (today - timedelta(days=ago)).isoformat()).replace("EXP-1", key)
        (folder / f"tracks/experiments/{key} Look.md").write_text(text)
    env = {name: value for name, value in ENV.items() if name != "DUALTRACK_TODAY"}

    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        await client.codes("tracks/experiments/EXP-2 Look.md", "missing-dod-item", "timebox-ending")

    session(folder, talk, env=env)


def test_commits_and_notebooks_link_themselves_while_the_server_runs(folder: Path) -> None:
    repository = Repository(folder)

    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        (folder / "look.ipynb").write_text('{"cells": [{"source": ["EXP-1"]}]}')
        client.changed_on_disk("look.ipynb")
        repository.commit("feat(EXP-1): look")
        for wanted in ("look\\.ipynb", "feat\\(EXP\\-1\\)"):
            for _ in range(100):
                if wanted in await client.hover(EXP, 1, 5):
                    break
                await asyncio.sleep(0.1)
            assert wanted in await client.hover(EXP, 1, 5)

    session(folder, talk)


@pytest.mark.parametrize(("encoding", "start", "end"), [("utf-8", 21, 25), ("utf-16", 17, 19), ("utf-32", 16, 17)])
def test_positions_are_right_in_every_encoding(folder: Path, encoding: str, start: int, end: int) -> None:
    text = "---\nid: TASK-2\ndepends_on: [é😀-, 😁]\n---\n😀 [[TASK-9]]\n".replace("é😀-", "TASK-2").replace(
        "[TASK-2,", "['😀é',"
    )
    path = "tracks/task.md"
    (folder / path).write_text(text)

    async def talk(client: Client) -> None:
        client.opened(path)
        await client.codes(path, "unknown-reference", "unknown-reference", "unknown-reference")
        line = text.splitlines()[2]
        units = {"utf-8": lambda s: len(s.encode()), "utf-16": lambda s: len(s.encode("utf-16-le")) // 2, "utf-32": len}[
            encoding
        ]
        at = line.index("😁")
        ranges = [(d.range.start.line, d.range.start.character, d.range.end.character) for d in client.diagnostics[path]]
        assert (2, units(line[:at]), units(line[: at + 1])) in ranges
        assert (4, units("😀 [["), units("😀 [[TASK-9")) in ranges
        assert "TASK" in await client.hover(path, 1, 6)

    session(folder, talk, encodings=[encoding])


def _bomb() -> bytes:
    lines = ["id: TASK-21", "a: &a [x,x,x,x,x,x,x,x,x]"]
    lines += [f"{name}: &{name} [{','.join([f'*{chr(ord(name) - 1)}'] * 9)}]" for name in "bcdefghi"]
    return "\n".join(["---", *lines, "---", ""]).encode()


def test_every_kind_of_broken_file_is_one_finding_and_the_others_stay(folder: Path) -> None:
    broken = {
        "binary": b"\x89PNG\0\0",
        "utf8": b"---\nid: TASK-12\n\xff---\n",
        "10 MB": b"x" * 10_000_000,
        "17 MB": b"x" * (17 << 20),
        "10 MB of brackets": b"---\nid: TASK-20\na: " + b"[" * 10_000_000 + b"\n---\n",
        "bomb": _bomb(),
        "unclosed": b"---\nid: TASK-14\n",
        "tab": b"---\n\tid: TASK-15\n---\n",
        "twice": b"---\nid: TASK-16\nid: TASK-16\n---\n",
        "brackets": b"---\nid: TASK-17\na: " + b"[" * (3 << 20) + b"\n---\n",
        "conflict": b"---\n<<<<<<< a\nid: TASK-18\n=======\nid: TASK-19\n>>>>>>> b\n---\n",
        "list": b"---\n- a\n---\n",
    }
    for name, content in broken.items():
        (folder / f"tracks/TASK-1 {name}.md").write_bytes(content)
    (folder / "tracks/TASK-30 dangling.md").symlink_to("nothing")
    (folder / "tracks/TASK-31 loop.md").symlink_to("TASK-31 loop.md")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        codes = {"malformed-front-matter", "unreadable-file"}
        found = {
            path.removeprefix("tracks/"): [d for d in diagnostics if d.code in codes]
            for path, diagnostics in client.diagnostics.items()
        }
        names = [*(f"TASK-1 {name}.md" for name in broken), "TASK-30 dangling.md", "TASK-31 loop.md"]
        assert {name: len(found.get(name, [])) for name in names} == dict.fromkeys(names, 1)

    session(folder, talk)


def test_an_error_that_ends_work_in_the_background_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ValueError("of a page")

    async def run() -> None:
        await asyncio.wait([Server().run(fail())])

    asyncio.run(run())
    assert "of a page" in caplog.text
