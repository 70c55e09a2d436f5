"""What is said once and generated elsewhere is up to date; `pytest --update` writes it."""

import json
import re
from dataclasses import fields
from pathlib import Path
from textwrap import wrap
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import dualtrack
import pytest
from dualtrack.changes import all_requests
from dualtrack.lsp.messages import MESSAGES, camel

from tests.schemas import SchemaName, schema

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "package.json"
SCHEMAS = ROOT / "server" / "dualtrack" / "schemas"
WIDTH = 128
ON_ONE_LINE = 5
"""So many fields of a message stand on one line."""
MESSAGES_TS = ROOT / "extension" / "src" / "messages.ts"


def test_messages_ts(update: bool) -> None:
    text = _typescript()
    if update:
        MESSAGES_TS.write_text(text)
    assert MESSAGES_TS.read_text() == text, "run pytest --update"


def test_commands_and_menus_of_changes(update: bool) -> None:
    """The lines of package.json that name a request are those that its class gives, each list where its first one stands."""
    text = PACKAGE.read_text()
    lists = {'"commands": [': _commands(), '"view/item/context": [': _menus(), '"keybindings": [': _keys()}
    names = "|".join(all_requests())
    written = "\n".join(line for line in text.split("\n") if not re.search(rf'"command": "dualtrack\.({names})"', line))
    for head, lines in lists.items():
        written = written.replace(f"{head}\n", "\n".join([head, *lines, ""]), 1)
    if update:
        PACKAGE.write_text(written)
    assert PACKAGE.read_text() == written, "run pytest --update"
    json.loads(written)


def _commands() -> list[str]:
    return [
        f'      {{ "command": "dualtrack.{name}", "title": {_text(request.title)}, "category": "Dualtrack",'
        f' "icon": "$({request.menu.icon})" }},'
        for name, request in all_requests().items()
        if request.menu
    ]


def _menus() -> list[str]:
    shown = [(name, request.menu) for name, request in all_requests().items() if request.menu]
    buttons = [_menu(name, "inline") for name, menu in shown if menu.is_button]
    return [*buttons, *(_menu(name, f"2_change@{menu.order}") for name, menu in shown)]


def _menu(name: str, group: str) -> str:
    when = f"view == dualtrack.board && viewItem =~ /^card.* {name}\\\\b/"
    return f'        {{ "command": "dualtrack.{name}", "when": "{when}", "group": "{group}" }},'


def _keys() -> list[str]:
    keys = [(name, request.menu.key) for name, request in all_requests().items() if request.menu and request.menu.key]
    one, several = (
        f'"when": "focusedView == dualtrack.board && {each}"' for each in ("!listMultiSelection", "listMultiSelection")
    )
    lines: list[str] = []
    for name, key in keys:
        command = f'"command": "dualtrack.{name}", "args": "selection"'
        # Only what is selected is known to an extension: the focused card is selected first.
        focused = f'"command": "runCommands", "args": {{ "commands": ["list.select", {{ {command} }}] }}'
        lines += [f'      {{ "key": "{key}", {focused}, {one} }}', f'      {{ "key": "{key}", {command}, {several} }}']
    return [f"{line}," for line in lines[:-1]] + lines[-1:]


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@pytest.mark.parametrize("name", get_args(SchemaName))
def test_schemas(update: bool, name: SchemaName) -> None:
    file = SCHEMAS / f"{name}.schema.json"
    text = json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
    if update:
        file.write_text(text)
    assert file.read_text() == text, "run pytest --update"


def test_schemas_are_contributed() -> None:
    for each in json.loads(PACKAGE.read_text())["contributes"]["yamlValidation"]:
        assert (ROOT / each["url"]).is_file()


def test_version_is_one() -> None:
    assert json.loads(PACKAGE.read_text())["version"] == dualtrack.__version__


def _typescript() -> str:
    parts = ["// Generated from server/dualtrack/lsp/messages.py: edit that, then run pytest --update.\n"]
    names = ", ".join(f'"{name}"' for name, request in all_requests().items() if request.menu)
    parts.append(f"/** The changes that menus offer, by name. */\nexport const requests = [{names}] as const;\n")
    for message in MESSAGES:
        members = [f"{camel(field.name)}: {_type(field.type)};" for field in fields(message)]
        short = len(members) <= ON_ONE_LINE
        kept = " ".join(each.replace(" ", "\xa0") for each in members)  # no line ends inside one
        lines = wrap(kept, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
        body = f" {' '.join(members).removesuffix(';')} " if short else "\n".join(["", *lines, ""]).replace("\xa0", " ")
        parts.append(f"{_comment(message.__doc__ or '')}export type {message.__name__} = {{{body}}};\n")
    return "\n".join(parts)


def _comment(doc: str) -> str:
    lines = [line.strip() for line in doc.strip().splitlines()]
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "".join(["/**\n", *(f" * {line}\n" for line in lines if line), " */\n"])


def _type(annotation: Any) -> str:
    if isinstance(annotation, str):
        return annotation.strip('"')
    names = {str: "string", int: "number", bool: "boolean", Any: "unknown"}
    if annotation in names:
        return names[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in arguments)
    if origin is list:
        return f"{_type(arguments[0])}[]"
    if origin is dict:
        return f"Record<{_type(arguments[0])}, {_type(arguments[1])}>"
    if origin is UnionType:
        return " | ".join("null" if argument is type(None) else _type(argument) for argument in arguments)
    return annotation.__name__
