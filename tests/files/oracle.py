"""Markdown as markdown-it-py reads it, an implementation of CommonMark that shares no code with ours."""

import re
from urllib.parse import unquote

from dualtrack.files.read_body import parse_body
from dualtrack.text import Lines
from markdown_it import MarkdownIt
from markdown_it.token import Token

_ORACLE = MarkdownIt("commonmark").enable("table")
_BOX = re.compile(r"\[[^\[\]]\](?=[ \t]+\S)")


def seen(text: str) -> tuple[list[tuple[int, int, str]], list[int], list[str]]:
    """Headings with their first lines, the lines of boxes, and the links in order, as the body has them."""
    body, lines = parse_body(text, 0), Lines(text)
    headings = [(lines.position(heading.start)[0], heading.level, heading.text) for heading in body.headings]
    boxes = [lines.position(line.mark_at)[0] for line in body.checks]
    for line in body.checks:
        assert text[line.mark_span.start - 1] + text[line.mark_span.end] == "[]"
    return headings, boxes, sorted(_path(link.target) for link in body.links)


def expected(text: str) -> tuple[list[tuple[int, int, str]], list[int], list[str]]:
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
