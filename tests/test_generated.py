"""What is said once and generated elsewhere is up to date; `pytest --update` writes it."""

import json
import re
from base64 import b64encode
from dataclasses import is_dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from textwrap import wrap
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import dualtrack
import pytest
from dualtrack.changes import all_requests
from dualtrack.features.filters import FILTERS
from dualtrack.features.item_parts import ItemPart
from dualtrack.features.pages import all_pages
from dualtrack.lsp.messages import MESSAGES, TAB_MESSAGES, camel
from dualtrack.lsp.tab import part_fields

from tests.schemas import SchemaName, schema

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "package.json"
TEXTS = ROOT / "package.nls.json"
SCHEMAS = ROOT / "server" / "dualtrack" / "schemas"
WIDTH = 128
LANGUAGES = ("", *(path.suffixes[-2] for path in sorted((ROOT / "l10n").iterdir())))
"""As the names of files have them: nothing for English, `.de` for German."""
PAGE_STYLE = """
body { max-width: 40em; margin: 2em auto; padding: 0 1em; font-size: 14px; line-height: 1.5; }
h1, h2 { font-weight: 600; }
h2 { margin: 0; font-size: 1.2em; }
ol { padding-left: 1.5em; }
li { margin: 2.5em 0; }
li::marker { font-size: 1.2em; }
a {
  display: inline-block; padding: 4px 12px; border-radius: 2px; text-decoration: none;
  color: var(--vscode-button-foreground); background: var(--vscode-button-background);
  border: 1px solid var(--vscode-button-border, transparent);
}
a:hover { color: var(--vscode-button-foreground); background: var(--vscode-button-hoverBackground); }
svg { display: block; width: 100%; height: auto; margin-top: 1em; }
"""
MESSAGES_TS = ROOT / "extension" / "src" / "messages.ts"
WEBVIEW_TS = ROOT / "extension" / "webview" / "messages.ts"


def test_messages_ts(update: bool) -> None:
    text = _typescript()
    if update:
        MESSAGES_TS.write_text(text)
    assert MESSAGES_TS.read_text() == text, "run pytest --update"


def test_webview_messages_ts(update: bool) -> None:
    text = _webview_typescript()
    if update:
        WEBVIEW_TS.write_text(text)
    assert WEBVIEW_TS.read_text() == text, "run pytest --update"


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


def test_titles_of_changes(update: bool) -> None:
    texts = TEXTS.read_text()
    titles = {f"command.{name}": request.title for name, request in all_requests().items() if request.menu}
    written = json.dumps({**json.loads(texts), **titles}, indent=2, ensure_ascii=False) + "\n"
    if update:
        TEXTS.write_text(written)
    assert TEXTS.read_text() == written, "run pytest --update"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_walkthrough_as_a_page(update: bool, language: str) -> None:
    """Editors without walkthroughs show the same: the steps of package.json with their pictures, and links that are buttons."""
    file, text = ROOT / "docs" / "start" / f"page{language}.html", _page(language)
    if update:
        file.write_text(text)
    assert file.read_text() == text, "run pytest --update"


def _page(language: str) -> str:
    texts = json.loads(TEXTS.with_suffix(f"{language}.json").read_text())
    manifest = re.sub(r'"%([^"]+)%"', lambda match: json.dumps(texts[match[1]]), PACKAGE.read_text())
    walkthrough = json.loads(manifest)["contributes"]["walkthroughs"][0]
    digest = b64encode(sha256(PAGE_STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    parts = [
        f'<!DOCTYPE html>\n<html lang="{language[1:] or "en"}">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n<style>{PAGE_STYLE}</style>\n</head>\n<body>',
        f"<h1>{walkthrough['title']}</h1>\n<p>{walkthrough['description']}</p>\n<ol>",
    ]
    for step in walkthrough["steps"]:
        *texts, button = step["description"].split("\n")
        label, command = re.fullmatch(r"\[(.+)\]\((command:.+)\)", button).groups()  # pyright: ignore
        picture = (
            (ROOT / step["media"]["svg"])
            .read_text()
            .replace("<svg ", f'<svg role="img" aria-label="{step["media"]["altText"]}" ', 1)
        )
        parts.append(
            f'<li>\n<h2>{step["title"]}</h2>\n<p>{" ".join(texts)}</p>\n<a href="{command}">{label}</a>\n{picture}</li>'
        )
    return "\n".join([*parts, "</ol>\n</body>\n</html>\n"])


def _commands() -> list[str]:
    return [
        f'      {{ "command": "dualtrack.{name}", "title": "%command.{name}%", "category": "Dualtrack",'
        f' "icon": "$({request.menu.icon})" }},'
        for name, request in all_requests().items()
        if request.menu
    ]


def _menus() -> list[str]:
    shown = [(name, request.menu) for name, request in all_requests().items() if request.menu]
    buttons = [_menu(name, "inline") for name, menu in shown if menu.is_button]
    return [*buttons, *(_menu(name, f"2_change@{menu.order}") for name, menu in shown)]


def _menu(name: str, group: str) -> str:
    when = f"view == dualtrack.board && viewItem =~ / {name}\\\\b/"
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


def test_version_is_one(update: bool) -> None:
    """That of the server, which the wheel has too."""
    for file, places in ((PACKAGE, 1), (ROOT / "package-lock.json", 2)):
        text = file.read_text()
        written = re.sub(r'"version": ".*"', f'"version": "{dualtrack.__version__}"', text, count=places)
        if update:
            file.write_text(written)
        assert file.read_text() == written, "run pytest --update"


def _typescript() -> str:
    names = ", ".join(f'"{name}"' for name, request in all_requests().items() if request.menu)
    head = "// Generated from server/dualtrack/lsp/messages.py, which says what each is for: run pytest --update."
    return "".join([f"{head}\n\nexport const requests = [{names}] as const;\n", *map(_declared, MESSAGES)])


def _webview_typescript() -> str:
    """The messages of the tab; and of each page its parts, and what these hold."""
    parts = {name: [each for each in _classes(page) if "part" in each.__annotations__] for name, page in _pages().items()}
    found: dict[str, Any] = {each.__name__: each for each in TAB_MESSAGES}
    for each in (*(each for of_page in parts.values() for each in of_page), *get_args(ItemPart)):
        _collect(each, found)
    unions = "".join(f"  {name}: {' | '.join(each.__name__ for each in of_page)};\n" for name, of_page in parts.items())
    head = "// Generated from server/dualtrack/features/pages and server/dualtrack/lsp/messages.py: run pytest --update.\n"
    declared = "\n".join(f"{_comment(each)}{_declared(each)}" for each in found.values())
    pages = f"/** The parts of each page. */\nexport type Pages = {{\n{unions}}};\n"
    of_item = " | ".join(each.__name__ for each in get_args(ItemPart))
    item = f"/** The parts of the item beside the page. */\nexport type ItemPart =\n  {of_item};\n"
    names = {"pageNames": all_pages(), "filterNames": (*FILTERS, "text")}
    lists = "".join(f"export const {name} = {json.dumps([*each])} as const;\n" for name, each in names.items())
    return f"{head}\n{declared}\n{pages}\n{item}\n{lists}"


def _pages() -> dict[str, Any]:
    return {name: import_module(page.__module__) for name, page in all_pages().items()}


def _classes(module: Any) -> list[Any]:
    return [each for each in vars(module).values() if is_dataclass(each) and each.__module__ == module.__name__]


def _collect(kind: Any, found: dict[str, Any]) -> None:
    """A class, and those that its fields name."""
    for argument in get_args(kind):
        _collect(argument, found)
    names = part_fields(kind)
    if names and kind.__name__ not in found:
        found[kind.__name__] = kind
        for name in names:
            _collect(get_type_hints(kind)[name], found)


def _declared(message: Any) -> str:
    """A class as a type; a field that is left out where it is empty may be missing in a part of a page."""
    is_part, hints = message not in (*MESSAGES, *TAB_MESSAGES), get_type_hints(message)
    optional = {name: "?" if is_part and leaves_out else "" for name, leaves_out in part_fields(message).items()}
    members = [f"{camel(name)}{sign}: {_type(hints[name])};" for name, sign in optional.items()]
    line = f"export type {message.__name__} = {{ {' '.join(members).removesuffix(';')} }};\n"
    if len(line) <= WIDTH:
        return line
    kept = " ".join(each.replace(" ", "\xa0") for each in members)  # no line ends inside one
    lines = wrap(kept, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    return "\n".join([f"export type {message.__name__} = {{", *lines, "};\n"]).replace("\xa0", " ")


def _comment(message: Any) -> str:
    lines = [line.strip() for line in (message.__doc__ or "").strip().splitlines()]
    return (
        f"/** {lines[0]} */\n" if len(lines) == 1 else "".join(["/**\n", *(f" * {line}\n" for line in lines if line), " */\n"])
    )


def _type(annotation: Any) -> str:
    if isinstance(annotation, str):
        return annotation.strip('"')
    names = {str: "string", int: "number", float: "number", bool: "boolean", Any: "unknown"}
    if annotation in names:
        return names[annotation]
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return " | ".join(f'"{value}"' for value in arguments)
    if origin in (list, tuple):
        return f"{_type(arguments[0])}[]"
    if origin is dict:
        return f"Record<{_type(arguments[0])}, {_type(arguments[1])}>"
    if origin in (UnionType, Union):
        return " | ".join("null" if argument is type(None) else _type(argument) for argument in arguments)
    return annotation.__name__
