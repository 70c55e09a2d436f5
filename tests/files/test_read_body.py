"""Markdown is read as CommonMark says, with markdown-it-py as the oracle, at the right places."""

import re
import time
from urllib.parse import unquote

import pytest
from dualtrack.files.document import parse
from dualtrack.files.read_body import has_own_words, parse_body
from dualtrack.text import Lines
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

_ORACLE = MarkdownIt("commonmark").enable("table")
_BOX = re.compile(r"\[[^\[\]]\](?=\s|\Z)")
_PIECES = st.sampled_from(
    [
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "  ",
        "    ",
        "\t",
        "# ",
        "### ",
        " ##",
        "===",
        "---",
        "***",
        "```",
        "~~~~",
        "`",
        "``",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<pre>",
        "<b>",
        "\\",
        "*",
        "**",
        "_",
        "[ ] ",
        "[x] ",
        "[~] ",
        "[-] ",
        "| ",
        "|-",
        "[a](b.md)",
        "![a](<c d.md>)",
        "[a]",
        "[a]: e.md",
        "[a](",
        ")",
        "word",
        "é",
        "😀",
        "&amp;",
        "a b",
        ": ",
        ". ",
        "\n",
        "\n\n",
        "\r\n",
        "\n  ",
        "\n    ",
        "\n> ",
        "\n- ",
        "\n# ",
    ]
)


def _seen(text: str) -> tuple[list[tuple[int, int, str]], list[int], list[str]]:
    """Headings with their first lines, the lines of boxes, and the links in order, as the body has them."""
    body, lines = parse_body(text, 0), Lines(text)
    headings = [(lines.position(heading.start)[0], heading.level, heading.text) for heading in body.headings]
    boxes = [lines.position(line.mark_at)[0] for line in body.checks]
    for line in body.checks:
        assert text[line.mark_span.start - 1] + text[line.mark_span.end] == "[]"
    return headings, boxes, sorted(_path(link.target) for link in body.links)


def _expected(text: str) -> tuple[list[tuple[int, int, str]], list[int], list[str]]:
    """The same as the oracle has them."""
    headings: list[tuple[int, int, str]] = []
    boxes: list[int] = []
    links: list[str] = []
    tokens = _ORACLE.parse(text)
    for before, token, inline in zip(
        [tokens[0], *tokens] if tokens else [], tokens, [*tokens[1:], Token("", "", 0)], strict=False
    ):
        if token.type == "heading_open" and not token.level and token.map:
            headings.append((token.map[0], int(token.tag[1]), " ".join(_words(inline).split())))
        if token.type == "paragraph_open" and before.type == "list_item_open" and token.map and _BOX.match(inline.content):
            boxes.append(token.map[0])
        for child in token.children or ():
            links += _links(child)
    return headings, boxes, sorted(links)


def _links(token: Token) -> list[str]:
    inside = [link for child in token.children or () for link in _links(child)]
    target = str(token.attrGet("href") or token.attrGet("src") or "")
    return [*inside, *([_path(target)] if target else [])]


def _path(target: str) -> str:
    return unquote(target)


def _words(token: Token) -> str:
    if token.children:
        return "".join(map(_words, token.children))
    return " " if token.type.endswith("break") else "" if token.type == "html_inline" else token.content


_INDENTED_BEHIND_DEFINITION = re.compile(r"\]: [^\n]*\n {4}")


@settings(derandomize=True)  # in corners that nobody writes the two implementations differ
@given(st.lists(_PIECES, max_size=14).map("".join))
@example("- a\n  ```\n  - [ ] no\n  ```\n- [ ] yes\n")
@example("T\n=\n\n> # q\n> - [x] quoted\n\n1. [ ] ordered\n")
@example("<!--\n# no\n- [ ] no\n-->\n# yes\n")
@example("é [a](b.md) 😀 `[no](c.md)`\n\n# 😀 T\n- [~] é\n")
def test_the_same_headings_boxes_and_links_as_the_oracle(text: str) -> None:
    assume(not _INDENTED_BEHIND_DEFINITION.search(text))  # code for the one, a paragraph for the other
    assert _seen(text) == _expected(text)


def test_marks_but_ticks_are_open_and_every_list_has_boxes() -> None:
    text = "- [~] a\n- [✓] b\n1. [X] c\n2) [/] d\n> - [>] e\n\n- [✔️] f\n- [x](y) g\n- [ab] h\n- [-] i N/A: none\n"
    checks = parse("a.md", text).body.checks
    assert [(line.text, line.closed) for line in checks[:-1]] == list(
        zip("abcdef", (False, True, True, False, False, True), strict=True)
    )
    assert checks[-1].closed


@pytest.mark.parametrize(
    "title",
    [
        "**Definition of Done**",
        "✅ Definition of Done:",
        "DoD",
        "3.1 Definition of Done (DoD)",
        "definition of done",
        "1️⃣ Definition of Done",
        "DoD (Definition of Done)",
        "Definition of Done[^1]",
    ],
)
@pytest.mark.parametrize("form", ["## {}\n", "## {} ##\n", "{}\n---\n"])
def test_headings_are_found_however_they_are_dressed(title: str, form: str) -> None:
    (line,) = parse("a.md", f"{form.format(title)}\n- [x] one\n      and more\n").body.checks_under("Definition of Done")
    assert line.text == "one and more"


@pytest.mark.parametrize(
    "text", ["<!-- words -->", "> words", "```\nwords\n```", "### Words\n\n- \n", "<details>\n</details>", "    words"]
)
def test_what_is_no_word_of_the_team(text: str) -> None:
    for section, own in ((text, False), (f"{text}\n\nwords", True), ("<p>words</p>", True), ("- `words`", True)):
        document = parse("a.md", f"## L\n\n{section}\n")
        assert has_own_words(document.text, document.body.headings[0].section) is own


@pytest.mark.parametrize(
    "piece",
    ["[", "*", "`a``", "> ", "- ", "<!--", "<a ", "[[", "![[", "é`", "- [ ] a\n", "> - [ ] a\n", "\t", "&", "[a](", "|"],
)
def test_hostile_text_takes_no_longer(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    document = parse("a.md", f"## Learnings\n{text}")
    assert document.body and document.links is not None and document.file_links is not None
    has_own_words(document.text, document.body.headings[0].section)
    assert time.process_time() - start < 5
