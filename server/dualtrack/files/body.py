"""The Markdown below the front matter: headings, sections and checklists, by lines, fenced code left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from dualtrack.model.definition_of_done import DodLine
from dualtrack.text import Span, line_bounds, line_spans

# Each matches only how a line begins: what could match the rest in several ways takes a hostile line for ever.
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_CHECK = re.compile(r"[ \t]*[-*+][ \t]+\[([ xX-])\][ \t]+")
_FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")
_OPENER = re.compile(r"[ \t]*+(?:[#`~]|[-*+][ \t]+\[)")
# The line end in front lets the search skip from one to the next.
_NEXT_OPENER = re.compile(r"\n[ \t]*+(?:[#`~]|[-*+][ \t]+\[)")


class Heading(NamedTuple):
    """A heading: its line, and its section from below the line to the next heading of its level or a higher one."""

    level: int
    text: str
    span: Span
    section: Span


@dataclass(frozen=True)
class Body:
    """What the body holds."""

    headings: tuple[Heading, ...]
    checks: tuple[DodLine, ...]

    def heading(self, title: str) -> Heading | None:
        """The first heading with this text, whatever its case."""
        return self._by_title.get(title.casefold())

    @cached_property
    def _by_title(self) -> dict[str, Heading]:
        return {heading.text.casefold(): heading for heading in reversed(self.headings)}

    def checks_under(self, title: str) -> tuple[DodLine, ...]:
        """The checklist under a heading."""
        heading = self.heading(title)
        if not heading:
            return ()
        start, end = heading.section
        return tuple([line for line in self.checks if start <= line.span.start <= end])


def scan(text: str, start: int) -> Body:
    """Read the body, which starts at an offset."""
    titles: list[tuple[int, str, Span]] = []
    checks: list[DodLine] = []
    fence = ""
    for at, end in _telling_lines(text, start):
        line = text[at:end]
        opener = line.lstrip()[0]
        if opener in "`~":
            if not (mark := _FENCE.match(line)):
                continue
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif fence:
            continue
        elif opener == "#":
            if not (heading := _HEADING.match(line)):
                continue
            titles.append((len(heading[1]), _title(line[heading.end() :]), Span(at, end)))
        elif check := _CHECK.match(line):
            box = Span(at + check.start(1), at + check.end(1))
            checks.append(DodLine(line[check.end() :].rstrip(), check[1].lower(), box, Span(at, end)))
    return Body(tuple(_headings(titles, len(text))), tuple(checks))


def _telling_lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines that begin as headings, fences and items of checklists do."""
    if "\r" in text.replace("\r\n", "\n"):
        yield from (line for line in line_bounds(text, start) if _OPENER.match(text, *line))
        return
    at = start
    opens = _OPENER.match(text, start)
    while True:
        if opens:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            yield at, end - 1 if text[end - 1 : end] == "\r" else end
        following = _NEXT_OPENER.search(text, at)
        if not following:
            return
        at, opens = following.start() + 1, following


def prose_lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines from an offset that do not stand in fenced code."""
    fence = ""
    for at, end in line_bounds(text, start):
        line = text[at:end]
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line[mark.end() :].strip():
                fence = ""
        elif not fence:
            yield at, end


def _title(rest: str) -> str:
    """The text of a heading without the signs that may close it."""
    closed = rest.rstrip()
    opened = closed.rstrip("#")
    return opened.rstrip() if opened != closed and opened[-1:] in ("", " ", "\t") else closed


def _headings(titles: list[tuple[int, str, Span]], end: int) -> list[Heading]:
    """The titles with their sections, worked out from the last to the first."""
    headings: list[Heading] = []
    following = [end] * 7  # where the next heading of each level or a higher one starts
    for level, title, span in reversed(titles):
        headings.append(Heading(level, title, span, Span(span.end, following[level])))
        following[level:] = [span.start] * (7 - level)
    return headings[::-1]


def own_words(text: str, section: Span) -> str:
    """What people wrote in a section: without quoted lines, comments and blank lines."""
    part = _without_comments(text[section.start : section.end])
    lines = (part[span.start : span.end].strip() for span in line_spans(part))
    return "\n".join(line for line in lines if line and not line.startswith(">"))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join([*kept, text[at:]])
