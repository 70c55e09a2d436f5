"""The tools as an agent has them, through the client of the official library."""

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

import anyio
import pytest
from dualtrack.changes import all_requests
from dualtrack.mcp.main import server
from dualtrack.mcp.tools import Tools
from jsonschema import Draft202012Validator
from mcp import Client
from mcp_types import CallToolResult

from tests.cli.commands import ENV, TEXT, board

READY = "---\nstatus: proposed\nhypothesis: It raises f1\nsuccess_criteria: f1 >= 0.7\ntimebox_days: 5\n---\n"
MOST_TOKENS = 4_000
BYTES_A_TOKEN = 3
"""Fewer than were measured on such text with o200k_base: 4.0."""

Answer = TypeVar("Answer")


def ask(folder: Path, question: Callable[[Client], Awaitable[Answer]], mode: str = "auto") -> Answer:
    async def asked() -> Answer:
        async with Client(server((folder,)), mode=mode) as client:
            return await question(client)

    return anyio.run(asked)


def call(folder: Path, tool: str, **arguments: Any) -> CallToolResult:
    return ask(folder, lambda client: client.call_tool(tool, arguments))


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUALTRACK_TODAY", "2026-11-16")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return board(tmp_path / "project", EXP_1=TEXT, EXP_2=READY)


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_what_the_tools_cost(folder: Path, mode: str) -> None:
    tools = ask(folder, lambda client: client.list_tools(), mode).tools
    listed = [tool.model_dump(by_alias=True, exclude_none=True, mode="json") for tool in tools]
    assert len(tools) <= 8
    assert len(json.dumps(listed, separators=(",", ":"))) <= MOST_TOKENS * BYTES_A_TOKEN
    assert {tool.name for tool in tools if tool.annotations and not tool.annotations.read_only_hint} == {
        "claim",
        "change",
        "new",
    }
    (change,) = (tool for tool in tools if tool.name == "change")
    assert set(change.input_schema["properties"]["change"]["enum"]) == all_requests().keys() - {"start"}


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("brief", {"since": "2026-11-01"}),
        ("ready", {}),
        ("prior", {"idea": "focal loss"}),
        ("show", {"id": "exp-1"}),
        ("check", {}),
        ("claim", {"id": "EXP-2", "person": "agent"}),
        ("change", {"change": "extend", "id": "EXP-1", "values": {"days": 3, "reason": "late data"}}),
        ("new", {"kind": "task", "title": "Score nightly"}),
    ],
)
def test_answers_are_as_their_schemas_say(folder: Path, tool: str, arguments: dict[str, Any]) -> None:
    (listed,) = (each for each in ask(folder, lambda client: client.list_tools()).tools if each.name == tool)
    answer = call(folder, tool, **arguments, repository=str(folder))
    assert not answer.is_error
    assert listed.output_schema
    assert [*Draft202012Validator(listed.output_schema).iter_errors(answer.structured_content)] == []
    assert [json.loads(each.text) for each in answer.content if each.type == "text"] == [answer.structured_content]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("show", {"id": "EXP-9"}, "there is no EXP-9"),
        ("claim", {"id": "EXP-1", "person": "x"}, "EXP-1 is running: only what waits can be claimed"),
        ("change", {"change": "move", "id": "EXP-1"}, "move needs status"),
        ("change", {"change": "move", "id": "EXP-1", "values": {"to": "x"}}, "move takes status, and no to"),
        ("change", {"change": "start", "id": "EXP-2"}, "there is no change start; there are "),
        ("change", {"change": "extend", "id": "EXP-1", "values": {"days": "some"}}, "days: a number is expected"),
        ("check", {"since": "main"}, "--since main: this folder is in no git repository"),
        ("new", {"kind": "epic", "title": "x"}, "kind: Input should be 'experiment', "),
        ("show", {}, "id: Missing required argument"),
        ("brief", {"depth": 3}, "depth: Unexpected keyword argument"),
        ("delete", {"id": "EXP-1"}, "there is no tool delete; there are brief, "),
        ("brief", {"repository": ".."}, ".. is no folder below DIRECTORY"),
        ("brief", {"repository": "/"}, "/ is no folder below "),
        ("brief", {"repository": "nowhere"}, "nowhere is no folder below "),
        ("brief", {"repository": "\0"}, "\0 is no folder below "),
        ("show", {"id": ""}, "no item is named"),
    ],
)
def test_what_cannot_be_followed_is_said_in_words(folder: Path, tool: str, arguments: dict[str, Any], said: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    answer = call(folder, tool, **arguments)
    assert answer.is_error
    assert (
        "".join(each.text for each in answer.content if each.type == "text").replace(str(folder), "DIRECTORY").startswith(said)
    )
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_where_the_library_is_missing_it_says_how_to_get_it(folder: Path) -> None:
    program = "import sys; sys.modules['mcp_types'] = None; from dualtrack.cli.main import main; sys.exit(main(['mcp']))"
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, env=ENV, capture_output=True, text=True)
    said = f"dualtrack: no package mcp of version 2 for the Python at {sys.executable}: install 'mcp>=2.3,<3' there\n"
    assert (done.returncode, done.stderr) == (2, said)


def test_a_repository_is_found_by_its_folders_name(folder: Path) -> None:
    other = board(folder.parent / "other", EXP_7=READY)
    tools = Tools((folder, other))
    assert [each.id for each in tools.ready("other").ready] == ["EXP-7"]


def test_a_link_does_not_lead_out(folder: Path) -> None:
    other = board(folder.parent / "other", EXP_1=READY)
    (folder / "other").symlink_to(other, target_is_directory=True)
    assert call(folder, "ready", repository="other").is_error
