"""Outlines, search, hierarchies, links, folds and proposals over the protocol."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types

from tests.lsp.client import Client
from tests.lsp.session import EXP, TEXT, session

pytestmark = pytest.mark.slow

TASK = "tracks/tasks/TASK-2.md"
TASK_TEXT = (
    "---\ntitle: Serve $(flame)\nstatus: review\ndepends_on: [EXP-1]\nnotebooks: [look.ipynb]\n---\n"
    "## Definition of Done\n- [ ] Ship\nTASK-2\n"
)


def test_every_question_about_a_file_is_answered(folder: Path) -> None:
    (folder / TASK).parent.mkdir()
    (folder / TASK).write_text(TASK_TEXT)
    (folder / "look.ipynb").write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')

    async def talk(client: Client) -> None:
        item = types.TextDocumentItem(client.uri_of(TASK), "plaintext", 1, TASK_TEXT)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await client.until(lambda: [client.column_of(key) for key in ("EXP-1", "TASK-2")], lambda c: c == ["running", "review"])
        task = types.TextDocumentIdentifier(client.uri_of(TASK))

        async def place(method: Any, params: Any, line: int, character: int) -> Any:
            return await method(params(task, types.Position(line, character)))

        (symbol,) = await client.text_document_document_symbol_async(types.DocumentSymbolParams(task)) or ()
        assert isinstance(symbol, types.DocumentSymbol) and symbol.children and symbol.children[0].children
        assert (symbol.name, symbol.children[0].name) == ("TASK-2 Serve $ (flame)", "Definition of Done")
        assert (symbol.range.end.line, symbol.children[0].children[0].name) == (9, "Ship")

        (found,) = await client.workspace_symbol_async(types.WorkspaceSymbolParams("exp-1")) or ()
        assert isinstance(found.location, types.Location)
        assert (found.name, found.location.uri) == ("EXP-1 Look", client.uri_of(EXP))

        names_exp = (3, 15)
        while not (links := await client.text_document_document_link_async(types.DocumentLinkParams(task))):
            await asyncio.sleep(0.02)  # until the notebooks are read
        assert [(link.range.start.line, link.target) for link in links] == [(4, client.uri_of("look.ipynb"))]
        folds = await client.text_document_folding_range_async(types.FoldingRangeParams(task)) or ()
        assert [(fold.start_line, fold.end_line) for fold in folds] == [(0, 5), (6, 8)]
        (work,) = await place(client.text_document_implementation_async, types.ImplementationParams, 8, 2)
        assert work.uri == client.uri_of("look.ipynb")

        (node,) = await place(client.text_document_prepare_call_hierarchy_async, types.CallHierarchyPrepareParams, *names_exp)
        (caller,) = await client.call_hierarchy_incoming_calls_async(types.CallHierarchyIncomingCallsParams(node)) or ()
        assert (caller.from_.uri, caller.from_ranges[0].start.line) == (task.uri, 3)
        asked = types.CallHierarchyOutgoingCallsParams(caller.from_)
        (callee,) = await client.call_hierarchy_outgoing_calls_async(asked) or ()
        assert (callee.to.name, callee.from_ranges) == (node.name, caller.from_ranges)

        client.typed(TASK, 2, TASK_TEXT.replace("status: review", "status: in"))
        offers = await place(client.text_document_completion_async, types.CompletionParams, 2, 10)
        assert [offer.label for offer in offers.items][:2] == ["backlog", "in-progress"]
        assert offers.items[1].text_edit.range == types.Range(types.Position(2, 8), types.Position(2, 10))
        offers = await place(client.text_document_completion_async, types.CompletionParams, 3, 13)
        assert (await client.completion_item_resolve_async(offers.items[0])).documentation
        client.typed(TASK, 3, "")
        offers = await place(client.text_document_completion_async, types.CompletionParams, 0, 0)
        assert offers.items[0].label == "New task" and offers.items[0].text_edit.new_text.startswith("---\nid: TASK-2\n")

    session(folder, talk)


def test_ids_have_a_colour_where_no_other_colours_are_taken_away(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")

        async def numbers(name: str, language: str, text: str, range: types.Range | None = None) -> list[int] | None:
            uri = client.uri_of(name)
            client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, language, 1, text)))
            file = types.TextDocumentIdentifier(uri)
            if range:
                part = types.SemanticTokensRangeParams(file, range)
                found = await client.text_document_semantic_tokens_range_async(part)
            else:
                found = await client.text_document_semantic_tokens_full_async(types.SemanticTokensParams(file))
            return [*found.data] if found else None

        text = "😀 EXP-1, exp-01\n\nEXP-1 EXP-2\r\n"
        assert await numbers("notes.md", "markdown", text) == [0, 3, 5, 0, 0, 0, 7, 6, 0, 0, 2, 0, 5, 0, 0]
        part = types.Range(types.Position(1, 0), types.Position(3, 0))
        assert await numbers("notes.md", "markdown", text, part) == [2, 0, 5, 0, 0]
        assert await numbers(EXP, "markdown", TEXT) == [1, 4, 5, 0, 1]
        assert await numbers("train.py", "python", "# EXP-1\n") is None

    session(folder, talk)


def test_what_is_asked_right_behind_a_key_is_answered_of_the_text_as_typed(folder: Path) -> None:
    (folder / TASK).parent.mkdir()
    (folder / TASK).write_text(TASK_TEXT)

    async def talk(client: Client) -> None:
        client.opened(TASK, TASK_TEXT)
        await client.until(lambda: [client.column_of(key) for key in ("EXP-1", "TASK-2")], lambda c: c == ["running", "review"])
        task = types.TextDocumentIdentifier(client.uri_of(TASK))
        for version, (title, status) in enumerate({"Ask": "someday", "Answer": "never", "Again": "review"}.items(), 2):
            client.typed(TASK, version, f"---\ntitle: {title}\nstatus: {status}\n---\nTASK-2\n")
            outline = client.text_document_document_symbol_async(types.DocumentSymbolParams(task))
            offers = client.text_document_completion_async(types.CompletionParams(task, types.Position(2, 8)))
            card = client.hover(TASK, 4, 2)
            place = types.Range(types.Position(2, 8), types.Position(2, 8))
            actions = client.text_document_code_action_async(types.CodeActionParams(task, place, types.CodeActionContext([])))
            assert [each.name for each in await outline or ()] == [f"TASK-2 {title}"]
            assert {offer.text_edit.range.end.character for offer in (await offers).items} == {8 + len(status)}
            assert title in await card
            titles = [action.title for action in await actions or ()]
            assert any("unknown-status" in each for each in titles) == (status != "review"), titles
        client.typed(TASK, 9, "---\ntitle: Ask\nstatus: never\n---\n")
        await client.codes(TASK, "unknown-status")

    session(folder, talk)


def test_files_of_others_are_left_to_others(folder: Path) -> None:
    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        uri = client.uri_of("readme.md")
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "markdown", 1, "# Read\n\nme\n"))
        )
        document = types.TextDocumentIdentifier(uri)
        assert await client.text_document_document_symbol_async(types.DocumentSymbolParams(document)) is None
        assert await client.text_document_folding_range_async(types.FoldingRangeParams(document)) is None
        assert await client.text_document_document_link_async(types.DocumentLinkParams(document)) is None

    session(folder, talk)
