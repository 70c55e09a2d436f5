"""What is said once and generated elsewhere is up to date; `pytest --update` writes it."""

import json
import re
from dataclasses import fields
from pathlib import Path
from types import UnionType
from typing import Any, Literal, get_args, get_origin

import dualtrack
import pytest
from dualtrack.features.schema import SchemaName, schema
from dualtrack.lsp.messages import ALIASES, MESSAGES, camel
from dualtrack.lsp.settings import SETTINGS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "package.json"
SCHEMAS = ROOT / "extension" / "schemas"
MESSAGES_TS = ROOT / "extension" / "src" / "messages.ts"


def test_messages_ts(update: bool) -> None:
    text = _typescript()
    if update:
        MESSAGES_TS.write_text(text)
    assert MESSAGES_TS.read_text() == text, "run pytest --update"


def test_settings_block(update: bool) -> None:
    text = PACKAGE.read_text()
    block = json.dumps(SETTINGS, indent=2, ensure_ascii=False).replace("\n", "\n      ")
    generated = re.sub(
        r'("title": "Dualtrack",\n      "properties": )\{.*?\n      \}', lambda found: found[1] + block, text, flags=re.DOTALL
    )
    if update:
        PACKAGE.write_text(generated)
    assert PACKAGE.read_text() == generated, "run pytest --update"
    assert json.loads(generated)["contributes"]["configuration"]["properties"] == SETTINGS


@pytest.mark.parametrize("name", get_args(SchemaName))
def test_schemas(update: bool, name: SchemaName) -> None:
    file = SCHEMAS / f"{name.removesuffix('.yaml')}.schema.json"
    text = json.dumps(schema(name), indent=2, ensure_ascii=False) + "\n"
    if update:
        SCHEMAS.mkdir(exist_ok=True)
        file.write_text(text)
    assert file.read_text() == text, "run pytest --update"


def test_schemas_are_contributed_and_shipped() -> None:
    for each in json.loads(PACKAGE.read_text())["contributes"]["yamlValidation"]:
        assert (ROOT / each["url"]).is_file()
    assert "!extension/schemas/*.json" in (ROOT / ".vscodeignore").read_text().splitlines()


def test_version_is_one() -> None:
    assert json.loads(PACKAGE.read_text())["version"] == dualtrack.__version__


def _typescript() -> str:
    parts = ["// Generated from server/dualtrack/lsp/messages.py: edit that, then run pytest --update.\n"]
    for name, alias in ALIASES.items():
        parts.append(f"export type {name} = {_literals(alias)};\n")
    for message in MESSAGES:
        members = "".join(f"  {camel(field.name)}: {_type(field.type)};\n" for field in fields(message))
        parts.append(f"{_comment(message.__doc__ or '')}export interface {message.__name__} {{\n{members}}}\n")
    return "\n".join(parts)


def _comment(doc: str) -> str:
    lines = [line.strip() for line in doc.strip().splitlines()]
    if len(lines) == 1:
        return f"/** {lines[0]} */\n"
    return "".join(["/**\n", *(f" * {line}".rstrip() + "\n" for line in lines), " */\n"])


def _type(annotation: Any) -> str:
    if isinstance(annotation, str):
        return annotation.strip('"')
    names = {str: "string", int: "number", bool: "boolean", Any: "unknown"}
    if annotation in names:
        return names[annotation]
    if named := next((name for name, alias in ALIASES.items() if alias == annotation), None):
        return named
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return _literals(annotation)
    if origin is list:
        return f"{_type(arguments[0])}[]"
    if origin is dict:
        return f"Record<{_type(arguments[0])}, {_type(arguments[1])}>"
    if origin is UnionType:
        return " | ".join("null" if argument is type(None) else _type(argument) for argument in arguments)
    return annotation.__name__


def _literals(annotation: Any) -> str:
    return " | ".join(f'"{value}"' for value in get_args(annotation))
