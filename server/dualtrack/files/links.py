"""Markdown links to other files: `[text](path)` in the prose of a body, code and comments left out."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.files.body import prose_lines
from dualtrack.text import Span

# What is repeated is bounded, so that a hostile line takes no longer than a plain one.
_LINK = re.compile(r"\]\((?:<([^<>\r\n]{1,400})>|([^\s()<>]{1,400}))(?:[ \t]{1,20}[\"'(][^\r\n]{0,200})?\)")
_WIKI_LINK = re.compile(r"\[\[(?=\S)([^\[\]|#\r\n]{1,200})(?:[|#][^\[\]\r\n]{0,200})?\]\]")
_TICKS = re.compile(r"`+")
_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[#/?~]|\\")
_INDENTED = ("    ", "\t")


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file: its path as written, decoded and without `#…`, and where that stands."""

    path: str
    span: Span


def file_links(text: str, start: int) -> Iterator[FileLink]:
    """The relative links in a body, which starts at an offset."""
    if "](" not in text:
        return
    comments = list(_comments(text, start))
    for at, end in _prose_with("](", text, start):
        if text.startswith(_INDENTED, at):
            continue
        code = _code(text, at, end) if "`" in text[at:end] else []
        for found in _LINK.finditer(text, at, end):
            path, group = found[1] or found[2], 1 if found[1] else 2
            if _within(found.start(), code) or _within(found.start(), comments) or _ELSEWHERE.match(path):
                continue
            if decoded := _decoded(re.split(r"[#?]", path, maxsplit=1)[0]):
                yield FileLink(decoded, Span(*found.span(group)))


def wiki_links(text: str, start: int) -> Iterator[tuple[str, Span]]:
    """The targets of the `[[links]]` in a body, which starts at an offset."""
    for at, end in _prose_with("[[", text, start):
        code = _code(text, at, end) if "`" in text[at:end] else []
        for found in _WIKI_LINK.finditer(text, at, end):
            if not _within(found.start(), code):
                target = found[1].rstrip()
                yield target, Span(found.start(1), found.start(1) + len(target))


def _prose_with(mark: str, text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines of the prose that hold a mark, which few files have and fewer beside fenced code."""
    if ("`" in text and "```" in text) or ("~" in text and "~~~" in text):  # one sign is found faster than three
        yield from (line for line in prose_lines(text, start) if mark in text[line[0] : line[1]])
        return
    while (at := text.find(mark, start)) >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        yield max(start, text.rfind("\n", 0, at) + 1), end
        start = end


def resolved(folder: str, path: str) -> str | None:
    """A path in a folder, from the top; None where it leads out of the top."""
    parts = folder.split("/") if folder else []
    for part in path.replace("\\", "/").split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _decoded(path: str) -> str:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), path.encode()).decode(errors="replace")


def _comments(text: str, start: int) -> Iterator[Span]:
    while (start := text.find("<!--", start)) >= 0:
        end = text.find("-->", start)
        yield Span(start, len(text) if end < 0 else end)
        if end < 0:
            return
        start = end


def _code(text: str, start: int, end: int) -> list[Span]:
    """Between backticks: an opening run ends at the next one of its length."""
    runs = [found.span() for found in _TICKS.finditer(text, start, end)]
    next_alike: list[int | None] = [None] * len(runs)
    seen: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = runs[index][1] - runs[index][0]
        next_alike[index] = seen.get(length)
        seen[length] = index
    spans: list[Span] = []
    index = 0
    while index < len(runs):
        closing = next_alike[index]
        if closing is not None:
            spans.append(Span(runs[index][0], runs[closing][1]))
        index = (index if closing is None else closing) + 1
    return spans


def _within(offset: int, spans: list[Span]) -> bool:
    """Whether an offset lies in one of the spans, which are in order."""
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return index >= 0 and spans[index].holds(offset)
