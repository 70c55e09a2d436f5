"""Text as the inside sees it: code-point offsets, spans, edits and lines.

A byte order mark is outside the offsets. Lines end at CR LF, LF or CR and nowhere else (not at U+2028, U+0085, FF or VT),
which is what LSP clients count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code-point offsets."""

    start: int
    end: int

    def __contains__(self, offset: int) -> bool:
        return self.start <= offset <= self.end

    def touches(self, other: "Span") -> bool:
        """Whether both share a place, a cursor at an edge included."""
        return self.start <= other.end and other.start <= self.end


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace what stands at `span` by `text`."""

    span: Span
    text: str


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text after the edits, which refer to the text before and do not overlap; those at one place keep their order."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span.start):
        if edit.span.start < done:
            raise ValueError(f"overlapping edits at offset {edit.span.start}")
        parts += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join([*parts, text[done:]])


def newline_of(text: str) -> str:
    """The line end that the text uses first, LF where it has none."""
    found = _LINE_END.search(text)
    return found.group() if found else "\n"


def line_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The lines of a part of the text, without their line ends; an empty last line counts."""
    end = len(text) if end is None else end
    spans: list[Span] = []
    for found in _LINE_END.finditer(text, start, end):
        spans.append(Span(start, found.start()))
        start = found.end()
    return [*spans, Span(start, end)]


class Lines:
    """Where the lines of a text begin: offset to 0-based line and code-point column, and back."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(found.end() for found in _LINE_END.finditer(text))]

    def position(self, offset: int) -> tuple[int, int]:
        """0-based line and code-point column of an offset."""
        line = bisect_right(self.starts, offset) - 1
        return line, offset - self.starts[line]

    def line(self, number: int) -> Span:
        """The span of a 0-based line without its line end; past the end, the empty span at the end."""
        if number >= len(self.starts):
            return Span(len(self.text), len(self.text))
        start = self.starts[number]
        found = _LINE_END.search(self.text, start)
        return Span(start, found.start() if found else len(self.text))
