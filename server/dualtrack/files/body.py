"""The Markdown below the front matter: headings, sections and checklists, by lines, fenced code left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.model.definition_of_done import DodLine
from dualtrack.text import Span, line_spans

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_CHECK = re.compile(r"[ \t]*[-*+][ \t]+\[([ xX-])\][ \t]+(.*?)[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its line, and its section from below the line to the next heading of its level or a higher one."""

    level: int
    text: str
    span: Span
    section: Span


@dataclass(frozen=True, slots=True)
class Body:
    """What the body holds."""

    headings: tuple[Heading, ...]
    checks: tuple[DodLine, ...]

    def heading(self, title: str) -> Heading | None:
        """The first heading with this text, whatever its case."""
        return next((heading for heading in self.headings if heading.text.casefold() == title.casefold()), None)

    def checks_under(self, title: str) -> tuple[DodLine, ...]:
        """The checklist under a heading."""
        heading = self.heading(title)
        return tuple(line for line in self.checks if line.span.start in heading.section) if heading else ()


def scan(text: str, start: int) -> Body:
    """Read the body, which starts at an offset."""
    titles: list[tuple[int, str, Span]] = []
    checks: list[DodLine] = []
    for span in _lines_outside_fences(text, start):
        line = text[span.start : span.end]
        if heading := _HEADING.match(line):
            titles.append((len(heading[1]), heading[2], span))
        elif check := _CHECK.match(line):
            mark = Span(span.start + check.start(1), span.start + check.end(1))
            checks.append(DodLine(check[2], check[1].lower(), mark, span))
    headings = [
        Heading(
            level,
            title,
            span,
            Span(
                span.end,
                next((other.start for deep, _, other in titles[index + 1 :] if deep <= level), len(text)),
            ),
        )
        for index, (level, title, span) in enumerate(titles)
    ]
    return Body(tuple(headings), tuple(checks))


def own_words(text: str, section: Span) -> str:
    """What people wrote in a section: without quoted lines, comments and blank lines."""
    part = _COMMENT.sub("", text[section.start : section.end])
    lines = (part[span.start : span.end].strip() for span in line_spans(part))
    return "\n".join(line for line in lines if line and not line.startswith(">"))


def _lines_outside_fences(text: str, start: int) -> Iterator[Span]:
    fence = ""
    for span in line_spans(text, start):
        mark = _FENCE.match(text, span.start, span.end)
        if fence:
            if mark and mark[1].startswith(fence) and not text[mark.end() : span.end].strip():
                fence = ""
        elif mark:
            fence = mark[1]
        else:
            yield span
