"""The Markdown below the front matter: headings, sections and checklists, by lines, fenced code left out."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.model.definition_of_done import DodLine
from dualtrack.text import Span, line_bounds, line_spans

# What could match in several ways takes a hostile line for ever; what follows a line's beginning is matched in one way only.
_TELLING = r" {0,3}(?:(#{1,6})[ \t]+|(`{3,}|~{3,}))|[ \t]*[-*+][ \t]+\[([ xX-])\][ \t]+"
# A plain line end in front lets the search skip from one to the next, and what follows it tells most lines apart at once.
_TELLING_LINE = re.compile(rf"\n(?=[ \t#`~*+-])(?:{_TELLING})(.*)")
_AFTER_ANY_END = re.compile(rf"[\r\n](?:{_TELLING})([^\r\n]*)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class Heading(NamedTuple):
    """A heading: its line from `start` to `end`, and its section from there to the next heading of its level or a higher."""

    level: int
    text: str
    start: int
    end: int
    section_end: int

    @property
    def span(self) -> Span:
        """Where its line stands."""
        return Span(self.start, self.end)

    @property
    def section(self) -> Span:
        """Where its section stands."""
        return Span(self.end, self.section_end)


class Body(NamedTuple):
    """What the body holds."""

    headings: tuple[Heading, ...]
    checks: tuple[DodLine, ...]

    def heading(self, title: str) -> Heading | None:
        """The first heading with this text, whatever its case."""
        wanted = title.casefold()
        for heading in self.headings:
            if heading.text.casefold() == wanted:
                return heading
        return None

    def checks_under(self, title: str) -> tuple[DodLine, ...]:
        """The checklist under a heading."""
        heading = self.heading(title)
        if not heading:
            return ()
        return tuple([line for line in self.checks if heading.end <= line.start <= heading.section_end])


def scan(text: str, start: int) -> Body:
    """Read the body, which starts at an offset."""
    if not start:
        text = f"\n{text}"
    shift = 0 if start else -1
    titles: list[tuple[int, str, int, int]] = []
    checks: list[DodLine] = []
    fence = ""
    pattern = _AFTER_ANY_END if "\r" in text else _TELLING_LINE
    for found in pattern.finditer(text, start - 1 if start else 0):
        level, signs, mark, rest = found.groups()
        at, end = found.span()
        if signs:
            fence = _fence(fence, signs, rest)
        elif fence:
            continue
        elif level:
            titles.append((len(level), _title(rest), at + 1 + shift, end + shift))
        else:
            checks.append(DodLine(rest.rstrip(), mark.lower(), found.start(3) + shift, at + 1 + shift, end + shift))
    return Body(tuple(_headings(titles, len(text) + shift)), tuple(checks))


def prose_lines(text: str, start: int) -> Iterator[tuple[int, int]]:
    """The lines from an offset that do not stand in fenced code."""
    fence = ""
    for at, end in line_bounds(text, start):
        if signs := _FENCE.match(text, at, end):
            fence = _fence(fence, signs[1], text[signs.end() : end])
        elif not fence:
            yield at, end


def _fence(fence: str, signs: str, rest: str) -> str:
    """The fence that is open behind a line that begins with the signs of one, empty for none."""
    if signs[0] == "`" and "`" in rest:
        return fence
    if not fence:
        return signs
    return "" if signs.startswith(fence) and not rest.strip() else fence


def _title(rest: str) -> str:
    """The text of a heading without the signs that may close it."""
    closed = rest.rstrip()
    opened = closed.rstrip("#")
    return opened.rstrip() if opened != closed and opened[-1:] in ("", " ", "\t") else closed


def _headings(titles: list[tuple[int, str, int, int]], text_end: int) -> list[Heading]:
    """The titles with their sections, worked out from the last to the first."""
    headings: list[Heading] = []
    following = [text_end] * 7  # where the next heading of each level or a higher one starts
    for level, title, start, end in reversed(titles):
        headings.append(Heading(level, title, start, end, following[level]))
        following[level:] = [start] * (7 - level)
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
