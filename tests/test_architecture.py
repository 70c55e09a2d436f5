"""Invariants that no linter holds."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest
from dualtrack.project.board import SETTINGS_FILES, USUAL_FOLDERS

SERVER = Path(__file__).parents[1] / "server" / "dualtrack"
SOURCES = list(SERVER.rglob("*.py"))
CLOCK = SERVER / "adapters" / "clock.py"


@pytest.mark.slow
def test_the_server_starts_light() -> None:
    program = "import sys, json, dualtrack.lsp.main; print(json.dumps(sorted(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert {"mlflow", "git", "sqlite3", "urllib.request"}.isdisjoint(json.loads(printed))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(SERVER).as_posix())
def test_a_file_holds_one_thing(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= 300


def test_time_is_a_fact() -> None:
    asking = {"today", "now", "utcnow", "time"}
    clocks = {"date", "datetime", "time"}
    found = [
        f"{path.relative_to(SERVER)}:{node.lineno}"
        for path in SOURCES
        if path != CLOCK
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in asking
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in clocks
    ]
    assert found == []


def test_public_things_say_what_they_are() -> None:
    silent = [
        f"{path.relative_to(SERVER)}: {node.name}"
        for path in SOURCES
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


def test_a_handler_of_the_protocol_is_short() -> None:
    """It translates a question and its answer; what the answer is stands in a feature, which it may import when it is asked."""

    def lines(handler: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
        work = [node for node in handler.body[bool(ast.get_docstring(handler)) :] if not isinstance(node, ast.ImportFrom)]
        return (work[-1].end_lineno or 0) - work[0].lineno + 1

    long = [
        f"{path.name}: {handler.name}"
        for path in (SERVER / "lsp").glob("*.py")
        for register in ast.parse(path.read_text()).body
        if isinstance(register, ast.FunctionDef) and register.name.startswith("register_")
        for handler in register.body
        if isinstance(handler, ast.FunctionDef | ast.AsyncFunctionDef) and lines(handler) > 10
    ]
    assert long == []


def test_only_a_board_or_its_view_or_a_link_starts_the_extension() -> None:
    """A Markdown file in a folder without a board starts no server."""
    events = json.loads((SERVER.parents[1] / "package.json").read_text())["activationEvents"]
    assert all(
        event.startswith(
            ("workspaceContains:", "onView:dualtrack.", "onWebviewPanel:dualtrack.", "onFileSystem:dualtrack-", "onUri")
        )
        for event in events
    )
    found = {event.partition(":")[2].rpartition("*/")[2].partition("/")[0] for event in events if "Contains" in event}
    assert found == {*USUAL_FOLDERS, *SETTINGS_FILES}
