"""Text as the inside sees it: code-point offsets, spans, edits and lines.

A byte order mark is outside the offsets. Lines end at CR LF, LF or CR and nowhere else (not at U+2028, U+0085, FF or VT),
which is what LSP clients count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Span(NamedTuple):
    """A half-open range of code-point offsets."""

    start: int
    end: int

    def holds(self, offset: int) -> bool:
        """Whether an offset lies in it, both edges included."""
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


def difference(before: str, after: str) -> tuple[Edit, ...]:
    """The one edit that makes a text of another; none where they are the same."""
    if before == after:
        return ()
    shorter = min(len(before), len(after))
    start = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    same = next((n for n in range(shorter - start) if before[-1 - n] != after[-1 - n]), shorter - start)
    return (Edit(Span(start, len(before) - same), after[start : len(after) - same]),)


def newline_of(text: str) -> str:
    """The line end that the text uses first, LF where it has none."""
    found = _LINE_END.search(text)
    return found.group() if found else "\n"


def line_spans(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The lines of a part of the text, without their line ends; an empty last line counts."""
    return [Span(*bounds) for bounds in line_bounds(text, start, end)]


def line_bounds(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The same as bare pairs, for loops over all lines of many files."""
    end = len(text) if end is None else end
    if "\r" not in text:
        while (at := text.find("\n", start, end)) >= 0:
            yield start, at
            start = at + 1
    else:
        for found in _LINE_END.finditer(text, start, end):
            yield start, found.start()
            start = found.end()
    yield start, end


def line_at(text: str, offset: int) -> Span:
    """The line of an offset, without its line end."""
    lines = Lines(text)
    return lines.line(lines.position(offset)[0])


def next_line(text: str, offset: int) -> int:
    """Where the line after that of an offset starts, or the end of the text."""
    found = _LINE_END.search(text, offset)
    return found.end() if found else len(text)


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
