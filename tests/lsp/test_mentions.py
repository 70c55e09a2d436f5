"""What is said, offered and found in any open text: files, cells of notebooks, messages of commits."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from lsprotocol import types

from tests.lsp.client import Client
from tests.lsp.session import EXP, TEXT, session

pytestmark = pytest.mark.slow

CELL = "vscode-notebook-cell://remote/look.ipynb#W0sZmlsZQ%3D%3D"


async def offered(client: Client, uri: str, line: int, character: int) -> list[types.CompletionItem]:
    """The items that are offered at a place."""
    parameters = types.CompletionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
    found = await client.text_document_completion_async(parameters)
    return list(found.items) if isinstance(found, types.CompletionList) else []


async def hovered(client: Client, uri: str, line: int, character: int) -> str:
    """What hovers at a place."""
    parameters = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
    found = await client.text_document_hover_async(parameters)
    return found.contents.value if found and isinstance(found.contents, types.MarkupContent) else ""


async def defined(client: Client, uri: str, line: int, character: int) -> Any:
    """Where what stands at a place is defined."""
    parameters = types.DefinitionParams(types.TextDocumentIdentifier(uri), types.Position(line, character))
    return await client.text_document_definition_async(parameters)


async def referred(client: Client, uri: str, line: int, character: int, definition: bool = True) -> Any:
    """Where the board's files name what is named at a place."""
    document, context = types.TextDocumentIdentifier(uri), types.ReferenceContext(definition)
    return await client.text_document_references_async(
        types.ReferenceParams(context, document, types.Position(line, character))
    )


def edit(line: int, start: int, end: int, text: str) -> types.TextDocumentContentChangePartial:
    """A change within one line."""
    return types.TextDocumentContentChangePartial(types.Range(types.Position(line, start), types.Position(line, end)), text)


def test_a_python_file_is_offered_items_with_their_cards(folder: Path) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        client.text_document_did_open(
            types.DidOpenTextDocumentParams(types.TextDocumentItem(client.uri_of("a.py"), "python", 1, '😀 = "EXP-"\nlook'))
        )
        (item,) = await offered(client, client.uri_of("a.py"), 0, 10)
        assert (item.label, item.detail, item.filter_text) == ("EXP-1", "Look", "EXP-1 Look")
        assert item.text_edit == types.TextEdit(types.Range(types.Position(0, 6), types.Position(0, 10)), "EXP-1")
        item = await client.completion_item_resolve_async(item)
        assert isinstance(item.documentation, types.MarkupContent) and "**Hypothesis** It helps" in item.documentation.value
        assert await offered(client, client.uri_of("a.py"), 1, 4) == []

    session(folder, talk)


def test_a_commits_message_is_prose(folder: Path) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        uri = "vscode-scm:git/scm0/input?" + quote(f"rootUri={quote(client.uri, safe='')}")
        client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "scminput", 1, "Have a loo")))
        assert [item.label for item in await offered(client, uri, 0, 10)] == ["EXP-1"]

    session(folder, talk)


@pytest.mark.parametrize("links", [False, True])
def test_cells_of_an_open_notebook_count_as_they_are(folder: Path, links: bool) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        uri = client.uri_of("look.ipynb")
        cell = types.NotebookCell(types.NotebookCellKind.Code, CELL)
        client.notebook_document_did_open(
            types.DidOpenNotebookDocumentParams(
                types.NotebookDocument(uri, "jupyter-notebook", 1, [cell]),
                [types.TextDocumentItem(CELL, "python", 1, "# 😀 EXP-2\nx")],
            )
        )
        assert await hovered(client, CELL, 0, 6) == ""
        text = types.NotebookDocumentCellContentChanges(
            types.VersionedTextDocumentIdentifier(2, CELL), [edit(0, 9, 10, "1"), edit(1, 0, 1, "EXP-")]
        )
        client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(2, uri),
                types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(text_content=[text])),
            )
        )
        assert "**EXP\\-1 Look**" in await hovered(client, CELL, 0, 6)
        assert [item.label for item in await offered(client, CELL, 1, 4)] == ["EXP-1"]
        found = await defined(client, CELL, 0, 6)
        place, id = (found[0].target_uri, found[0].target_range) if links else (found.uri, found.range)
        assert (place, id.start) == (client.uri_of(EXP), types.Position(1, 4))
        added = f"{CELL}2"
        structure = types.NotebookDocumentCellChangeStructure(
            types.NotebookCellArrayChange(0, 1, [types.NotebookCell(types.NotebookCellKind.Markup, added)]),
            [types.TextDocumentItem(added, "markdown", 1, "EXP-1")],
            [types.TextDocumentIdentifier(CELL)],
        )
        client.notebook_document_did_change(
            types.DidChangeNotebookDocumentParams(
                types.VersionedNotebookDocumentIdentifier(3, uri),
                types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(structure=structure)),
            )
        )
        assert [await hovered(client, CELL, 0, 6), bool(await hovered(client, added, 0, 2))] == ["", True]
        client.notebook_document_did_close(
            types.DidCloseNotebookDocumentParams(types.NotebookDocumentIdentifier(uri), [types.TextDocumentIdentifier(added)])
        )
        assert await hovered(client, added, 0, 2) == ""

    session(folder, talk, links=links)


def test_what_names_an_item_is_found_from_any_text_and_highlighted_in_it(folder: Path) -> None:
    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.codes(EXP, "expired-timebox", "missing-dod-item")
        uri = client.uri_of("a.py")
        text = "# 😀 EXP-1, exp-01 and EXP-2"
        client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, text)))
        (place,) = await referred(client, uri, 0, 6)
        assert (place.uri, place.range) == (client.uri_of(EXP), types.Range(types.Position(1, 4), types.Position(1, 9)))
        assert await referred(client, uri, 0, 6, definition=False) is None
        assert await referred(client, uri, 0, 26) is None
        parameters = types.DocumentHighlightParams(types.TextDocumentIdentifier(uri), types.Position(0, 6))
        found = await client.text_document_document_highlight_async(parameters) or []
        assert [(each.range.start.character, each.range.end.character) for each in found] == [(5, 10), (12, 18)]
        assert {each.kind for each in found} == {types.DocumentHighlightKind.Read}
        parameters = types.DocumentHighlightParams(types.TextDocumentIdentifier(client.uri_of(EXP)), types.Position(1, 5))
        (own,) = await client.text_document_document_highlight_async(parameters) or []
        assert own.kind == types.DocumentHighlightKind.Write

    session(folder, talk)


def test_what_was_tried_before_stands_above_a_hypothesis_while_it_is_typed(folder: Path) -> None:
    keys = (
        "id: EXP-7",
        "title: Oversample the $(flame)",
        "status: decided",
        "decision: decided-not-to-pursue",
        "reason: overfit",
    )
    (folder / EXP).with_name("EXP-7.md").write_text("\n".join(("---", *keys, "---", "")))

    async def lens(client: Client) -> list[tuple[str, int]]:
        document = types.TextDocumentIdentifier(client.uri_of(EXP))
        found = await client.text_document_code_lens_async(types.CodeLensParams(document))
        return [(each.command.title, each.range.start.line) for each in found or () if each.command]

    async def talk(client: Client) -> None:
        client.opened(EXP)
        await client.until(lambda: client.column_of("EXP-7"), lambda column: column == "decided")
        assert await lens(client) == []
        hypothesis = next(line for line in TEXT.splitlines() if line.startswith("hypothesis:"))
        client.typed(EXP, 2, TEXT.replace(hypothesis, "hypothesis: Oversampling of flames"))
        tried = "Tried before: EXP-7 Oversample the $ (flame) (decided not to pursue: overfit)"
        assert await lens(client) == [(tried, TEXT.splitlines().index(hypothesis))]

    session(folder, talk)


def test_a_training_script_is_offered_a_line_that_tags_its_runs(folder: Path) -> None:
    text = 'import wandb\nname = "é𝄞"; wandb.init()\n'

    async def talk(client: Client) -> None:
        await client.until(lambda: client.column_of("EXP-1"), lambda column: column == "running")
        uri = client.uri_of("train.py")
        client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "python", 1, text)))
        range = types.Range(types.Position(1, 3), types.Position(1, 3))
        asked = types.CodeActionParams(types.TextDocumentIdentifier(uri), range, types.CodeActionContext([]))
        [offer] = await client.text_document_code_action_async(asked) or []
        assert isinstance(offer, types.CodeAction) and offer.edit and offer.edit.changes
        assert offer.title == "Tag these runs with EXP-1 Look"
        added = [(edit.range.start.line, edit.new_text) for edit in offer.edit.changes[uri]]
        assert added == [(1, "import dualtrack\n"), (2, 'dualtrack.tag("EXP-1")\n')]

    session(folder, talk)
