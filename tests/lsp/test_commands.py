"""What the board and the editor ask the server to change."""

from pathlib import Path
from typing import Any

import pytest
from dualtrack.lsp.rows import row_id
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.client import Client
from tests.lsp.session import EXP, TEXT, session

pytestmark = pytest.mark.slow


def test_a_move_is_refused_for_a_card_that_is_another_by_now(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        (folder / EXP).write_text(TEXT.replace("title: Look", "title: Other"))
        with pytest.raises(JsonRpcException, match="Look is not where the board showed it"):
            await client.execute(
                "dualtrack.change", change="move", cards=[{"key": "EXP-1", "title": "Look"}], status="evaluating"
            )
        assert client.edits == []
        with pytest.raises(JsonRpcException, match="ends with a decision"):
            await client.execute(
                "dualtrack.change", change="move", cards=[{"key": "EXP-1", "title": "Other"}], status="decided"
            )
        await client.execute("dualtrack.change", change="move", cards=[{"key": "EXP-1", "title": "Other"}], status="evaluating")
        assert client.edits[0].label == "EXP-1 moved to evaluating"

    session(folder, talk)


def test_a_fix_is_chosen_by_its_title_or_by_what_it_mends(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        title = "Extend the timebox of EXP-1 by 5 days"
        message = next(each.message for each in client.diagnostics[EXP] if each.code == "expired-timebox")

        async def offered(onto: str) -> list[Any]:
            asked = {"request": "fix", "ids": [row_id(client.uri, "EXP-1")], "onto": onto}
            return (await client.protocol.send_request_async("dualtrack/choices", asked)).choices

        assert title in [choice.label for choice in await offered(message)]
        [choice] = await offered(title)
        await client.execute(choice.command, **choice.arguments._asdict())
        assert client.edits[0].label == "EXP-1 extended by 5 days"
        (folder / EXP).write_text(TEXT.replace("running", "decided"))
        with pytest.raises(JsonRpcException, match="is not offered any more"):
            await client.execute(choice.command, **choice.arguments._asdict())

    session(folder, talk)


def test_a_decision_shows_where_to_write_why(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        await client.execute(
            "dualtrack.change", change="decide", cards=[{"key": "EXP-1", "title": "Look"}], decision="inconclusive"
        )
        selection = client.shown[0].selection
        assert selection and (selection.start.line, selection.start.character) == (16, 0)

    session(folder, talk)


def test_setting_up_a_board_creates_files(tmp_path: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.boards[-1:], lambda boards: boards and boards[0].state == "empty")
        asked: dict[str, Any] = {"request": "setUpBoard", "ids": [], "onto": None}
        [choice] = (await client.protocol.send_request_async("dualtrack/choices", asked)).choices
        assert [(tick.label, tick.picked) for tick in choice.asks[0].ticks] == [("A first experiment and a first task", True)]
        await client.execute("dualtrack.board.setUp", wanted=["examples"])
        assert client.edits[0].edit.change_annotations
        changes = client.edits[0].edit.document_changes or ()
        created = [change.uri.rsplit("/", 1)[-1] for change in changes if isinstance(change, types.CreateFile)]
        assert created[0] == "dualtrack.yaml" and len(created) == 3

    session(tmp_path, talk)


def test_a_card_is_dropped_on_the_columns_of_its_track(folder: Path) -> None:
    (folder / "tracks" / "TASK-2.md").write_text("---\nid: TASK-2\n---\n")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("TASK-2"), lambda column: column == "backlog")

        async def drop(onto: str, *keys: str) -> Any:
            asked = {"request": "move", "ids": [row_id(client.uri, key) for key in keys or ["EXP-1"]], "onto": onto}
            return await client.protocol.send_request_async("dualtrack/choices", asked)

        columns = {row.label: row.id for row in client.rows.values() if row.context == "column"}
        found = await drop(columns["evaluating"])
        assert [choice.label for choice in found.choices] == ["evaluating"]
        for own in (columns["running"], row_id(client.uri, "EXP-1")):
            found = await drop(own)
            assert (found.choices, found.nothing) == ([], "")
        for elsewhere in ("", client.uri, columns["backlog"], row_id(client.uri, "TASK-2")):
            found = await drop(elsewhere)
            stays = "EXP-1 Look stays in research: a card moves between the columns of its own track."
            assert (found.choices, found.nothing) == ([], stays)
        with pytest.raises(JsonRpcException, match="no longer on the board"):
            await drop(columns["evaluating"], "EXP-9")
        found = await drop(columns["evaluating"], "TASK-2", "EXP-1")
        assert found.nothing.startswith("TASK-2 stays in production: ")

    session(folder, talk)


def test_a_refusal_is_no_fault_in_the_log(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), bool)
        asked = {"request": "move", "ids": [row_id(client.uri, "EXP-9")], "onto": None}
        with pytest.raises(JsonRpcException, match="no longer on the board"):
            await client.protocol.send_request_async("dualtrack/choices", asked)
        clients.append(client)

    clients: list[Client] = []
    session(folder, talk)
    assert clients[0].log == ""


def test_several_cards_are_asked_about_once_and_changed_at_once(folder: Path) -> None:
    sprint = "tracks/sprints/sprint-1.yaml"
    (folder / "tracks" / "sprints").mkdir()
    (folder / sprint).write_text(
        "product-tasks:\n  - id: TASK-2\n    title: A\n  - id: TASK-3\n    title: B\n    status: review\n"
    )
    (folder / "tracks" / "TASK-4.md").write_text("---\nid: TASK-4\nstatus: in-progress\n---\n")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("TASK-4"), lambda column: column == "in-progress")

        async def ask(request: str, *keys: str) -> Any:
            asked = {"request": request, "ids": [row_id(client.uri, key) for key in keys], "onto": None}
            return await client.protocol.send_request_async("dualtrack/choices", asked)

        assert [choice.label for choice in (await ask("move", "TASK-4")).choices] == ["backlog", "review", "done", "dropped"]
        found = await ask("move", "TASK-2", "TASK-3", "TASK-4")
        assert found.title == "3 items"
        labels = [choice.label for choice in found.choices]
        assert labels == ["backlog", "in-progress", "review", "done", "dropped"]
        nothing = "There is nothing to choose from for 2 items together now."
        for request, other in (("decide", "EXP-1"), ("move", "EXP-1"), ("start", "TASK-4")):
            found_none = await ask(request, "TASK-2", other)
            assert (found_none.choices, found_none.nothing) == ([], nothing)
        given = found.choices[2].arguments._asdict()
        await client.execute("dualtrack.change", **{**given, "cards": [card._asdict() for card in given["cards"]]})
        (edit,) = client.edits
        assert edit.label == "TASK-2, TASK-3, TASK-4 moved to review"
        one, other = edit.edit.document_changes or ()
        assert isinstance(one, types.TextDocumentEdit) and isinstance(other, types.TextDocumentEdit)
        texts = [each.new_text for each in one.edits if isinstance(each, types.TextEdit)]
        assert texts == ["    status: review\n    started: 2026-11-16\n"]  # TASK-3 is there already
        assert other.text_document.uri == client.uri_of("tracks/TASK-4.md")

    session(folder, talk)


def test_without_a_card_those_that_it_can_be_asked_of_are_the_choices(folder: Path) -> None:
    (folder / "tracks" / "TASK-4.md").write_text("---\nid: TASK-4\nstatus: done\n---\n")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("TASK-4"), lambda column: column == "done")

        async def ask(request: str, *ids: str) -> Any:
            asked = {"request": request, "ids": ids, "onto": None}
            return (await client.protocol.send_request_async("dualtrack/choices", asked)).choices

        (choice,) = await ask("decide")
        assert (choice.label, choice.command) == ("EXP-1", "dualtrack.decide")
        assert choice.arguments.id == row_id(client.uri, "EXP-1")
        assert [each.label for each in await ask("showItem")] == ["EXP-1", "TASK-4"]
        # What a link names is found in whichever folder has it.
        for id in (choice.arguments.id, "exp-1"):
            (link,) = [each for each in await ask("menu", id) if each.command == "dualtrack.copyLink"]
            assert link.arguments.id == choice.arguments.id

    session(folder, talk)


def test_with_several_folders_the_folder_is_chosen_first(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column)

        async def labels(request: str) -> list[str]:
            asked: dict[str, Any] = {"request": request, "ids": [], "onto": None}
            found = await client.protocol.send_request_async("dualtrack/choices", asked)
            return [choice.label for choice in found.choices]

        with pytest.raises(JsonRpcException, match="there is a board already"):
            await labels("setUpBoard")
        added = types.WorkspaceFoldersChangeEvent([types.WorkspaceFolder(other.as_uri(), "other")], [])
        client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(added))
        assert await labels("setUpBoard") == ["other"]
        assert "Experiment" in await labels("newItem")  # the other one has no board

    session(folder, talk)


def test_pages_of_cards_and_rules(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column)

        async def page(of: str, id: str, path: str = "") -> str:
            return await client.protocol.send_request_async("dualtrack/page", {"of": of, "id": id, "path": path})

        assert "Look" in await page("card", row_id(client.uri, "EXP-1"))
        assert await page("card", row_id(client.uri, "EXP-9")) == "This item is no longer on the board."
        assert "# expired-timebox" in await page("rule", "", "/expired-timebox.md")
        assert await page("rule", "", "/nothing.md") == "There is no rule nothing."

    session(folder, talk)


def test_an_id_is_renamed_everywhere(folder: Path) -> None:
    (folder / "tracks" / "tasks").mkdir()
    (folder / "tracks" / "tasks" / "TASK-2.md").write_text("---\ndepends_on: [EXP-1]\n---\n")

    async def talk(client: Client) -> None:
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        client.opened(EXP)
        where = types.TextDocumentIdentifier(client.uri_of(EXP)), types.Position(1, 6)
        prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(*where))
        assert isinstance(prepared, types.PrepareRenamePlaceholder)
        assert (prepared.placeholder, prepared.range.start.character) == ("EXP-1", 4)
        (folder / "tracks" / "notes.md").write_text("EXP-1 goes on.\n")  # of which no editor has told
        edit = await client.text_document_rename_async(
            types.RenameParams(text_document=where[0], position=where[1], new_name="EXP-7")
        )
        assert edit and edit.document_changes
        own, *others, renamed = edit.document_changes
        uris = {each.text_document.uri for each in others if isinstance(each, types.TextDocumentEdit)}
        assert uris == {client.uri_of("tracks/tasks/TASK-2.md"), client.uri_of("tracks/notes.md")}
        assert isinstance(own, types.TextDocumentEdit) and isinstance(own.edits[0], types.TextEdit)
        assert isinstance(renamed, types.RenameFile)
        assert renamed.new_uri == client.uri_of("tracks/experiments/EXP-7 Look.md")
        with pytest.raises(JsonRpcException, match='"TASK-2" is no id of an experiment'):
            await client.text_document_rename_async(
                types.RenameParams(text_document=where[0], position=where[1], new_name="TASK-2")
            )

    session(folder, talk)


def test_a_new_item_gets_the_next_id_of_all_boards(folder: Path) -> None:
    (folder / "sub" / "tracks" / "experiments").mkdir(parents=True)
    (folder / "sub" / "dualtrack.yaml").write_text("{}\n")
    (folder / "sub" / "tracks" / "experiments" / "EXP-8.md").write_text("")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-8"), lambda column: column == "proposed")
        asked: dict[str, Any] = {"request": "newItem", "ids": [], "onto": None}
        answer = await client.protocol.send_request_async("dualtrack/choices", asked)
        assert [choice.label for choice in answer.choices] == [".", "sub"]
        await client.execute("dualtrack.item.new", board="sub", kind="experiment", name="Try trees")
        (edit,) = client.edits
        created = edit.edit.document_changes[0] if edit.edit.document_changes else None
        assert isinstance(created, types.CreateFile)
        assert created.uri == client.uri_of("sub/tracks/experiments/EXP-9 Try trees.md")
        assert client.shown

    session(folder, talk)


def test_the_board_shows_the_part_that_is_asked_for(folder: Path) -> None:
    (folder / "tracks" / "TASK-2.md").write_text("---\nid: TASK-2\nassignee: ana\n---\n")

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("TASK-2"), lambda column: column == "backlog")
        asked: dict[str, Any] = {"request": "filter", "ids": [], "onto": None}
        found = await client.protocol.send_request_async("dualtrack/choices", asked)
        offered = {choice.label: choice for choice in found.choices}
        assert list(offered) == ["Needs a decision", "Track…", "Type…"]
        await client.execute("dualtrack.board.filter", filters={"needs": ["decision"]})
        await client.until(lambda: client.boards[-1].filter, lambda part: part == "needs a decision")
        shown = {id for row in client.boards[-1].rows for id in row.rows}
        assert row_id(client.uri, "EXP-1") in shown and row_id(client.uri, "TASK-2") not in shown
        found = await client.protocol.send_request_async("dualtrack/choices", asked)
        assert found.choices[0].label == "Show everything"
        await client.execute("dualtrack.board.filter", filters={})
        await client.until(lambda: client.boards[-1].filter, lambda part: not part)
        assert row_id(client.uri, "TASK-2") in {id for row in client.boards[-1].rows for id in row.rows}

    session(folder, talk)
