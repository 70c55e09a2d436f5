"""The tools as VS Code starts them: by the file that starts the language server, with the interpreter that runs that."""

import json
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from tests.cli.commands import ENV, TEXT, board

BOOT = Path(__file__).parents[2] / "server" / "boot.py"
START = ("-I", "-S", str(BOOT))


def probe(python: Path | str) -> str:
    """Why an interpreter cannot serve agents; empty if it can."""
    asked = subprocess.run([python, *START, "--probe", "mcp"], capture_output=True, text=True)
    return json.loads(asked.stdout).get("reason", "")


def test_a_python_with_the_package_can(tmp_path: Path) -> None:
    assert probe(sys.executable) == ""


@pytest.mark.slow
def test_a_python_without_the_package_says_so(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path], check=True)
    assert "no package mcp" in probe(next(tmp_path.glob("[bS]*/python*")))


@pytest.mark.slow
def test_what_is_started_lists_the_tools_and_answers(tmp_path: Path) -> None:
    folder = board(tmp_path / "project", EXP_1=TEXT)
    anyio.run(_ask, folder)


async def _ask(folder: Path) -> None:
    from mcp import Client
    from mcp.client.stdio import StdioServerParameters

    parameters = StdioServerParameters(command=sys.executable, args=[*START, "mcp", str(folder)], env=dict(ENV), cwd="/")
    async with Client(parameters) as client:
        assert [tool.name for tool in (await client.list_tools()).tools][:3] == ["brief", "ready", "prior"]
        shown = await client.call_tool("show", {"id": "EXP-1"})
        assert not shown.is_error, shown.content
