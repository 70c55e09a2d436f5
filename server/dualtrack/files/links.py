"""Markdown links to other files: `[text](path)` in the prose of a body, code and comments left out."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
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


def file_links(text: str, start: int) -> tuple[FileLink, ...]:
    """The relative links in a body, which starts at an offset."""
    if "](" not in text:
        return ()
    links: list[FileLink] = []
    comments = list(_comments(text, start))
    for at, end in _prose_with("](", text, start):
        if text.startswith(_INDENTED, at):
            continue
        for found in _outside_code(_LINK, "](", text, at, end):
            path, group = found[1] or found[2], 1 if found[1] else 2
            if _within(found.start(), comments) or _ELSEWHERE.match(path):
                continue
            if decoded := _decoded(re.split(r"[#?]", path, maxsplit=1)[0]):
                links.append(FileLink(decoded, Span(*found.span(group))))
    return tuple(links)


def wiki_links(text: str, start: int) -> tuple[tuple[str, Span], ...]:
    """The targets of the `[[links]]` in a body, which starts at an offset."""
    links: list[tuple[str, Span]] = []
    for at, end in _prose_with("[[", text, start):
        for found in _outside_code(_WIKI_LINK, "[[", text, at, end):
            target = found[1].rstrip()
            links.append((target, Span(found.start(1), found.start(1) + len(target))))
    return tuple(links)


def _prose_with(mark: str, text: str, start: int) -> list[tuple[int, int]]:
    """The lines of the prose that hold a mark, which few files have and fewer beside fenced code."""
    if ("`" in text and "```" in text) or ("~" in text and "~~~" in text):  # one sign is found faster than three
        return [line for line in prose_lines(text, start) if mark in text[line[0] : line[1]]]
    lines: list[tuple[int, int]] = []
    while (at := text.find(mark, start)) >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        lines.append((max(start, text.rfind("\n", 0, at) + 1), end))
        start = end
    return lines


def _outside_code(pattern: re.Pattern[str], mark: str, text: str, start: int, end: int) -> Iterable[re.Match[str]]:
    """What a pattern that begins with a mark, which is found faster, finds in a line but for its code."""
    every = pattern.finditer(text, text.find(mark, start), end)
    if text.find("`", start, end) < 0:
        return every
    code = _code(text, start, end)
    return [found for found in every if not _within(found.start(), code)]


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
