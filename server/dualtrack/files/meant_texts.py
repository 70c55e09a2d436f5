"""Texts in lists and mappings that only lack quotation marks: which signs in them are meant as text."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.text import Span, line_spans

_LINE = re.compile(r"""[ \t]*+(?:-[ \t]++)*+(?P<key>[^\W\d][\w -]{0,99}:[ \t]++)?(?P<value>[^\s#].*)""")
_COMMENT = re.compile(r"[ \t]#")
_COLON = re.compile(r":(?=[ \t]|\Z)")
_CLOSED = re.compile(r"""(?:"(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+')[ \t]*+(?P<rest>.*)""")
_NOT_PLAIN = frozenset("&*!|>#,?-")
SIGNS = ":[{\"'"
"""The signs that may be meant as text."""


class Meant(NamedTuple):
    """A text that lacks quotation marks: where it begins, and where the signs stand that YAML takes for its own."""

    start: int
    signs: tuple[int, ...]


def meant_texts(text: str, span: Span) -> Iterator[Meant]:
    """The values of one line that are texts, if whatever is around them is YAML: `feature: Fix: the loader`, `[WIP] loader`,
    `"Churn" loader`."""
    for line in line_spans(text, span.start, span.end):
        found = _LINE.match(text, line.start, line.end)
        if not found:
            continue
        start = found.start("value")
        comment = _COMMENT.search(text, start, line.end)
        value = text[start : comment.start() if comment else line.end].rstrip()
        first = value[0]
        if first in "[{":
            begins = not is_in_brackets(value)
        elif first in "\"'":
            closed = _CLOSED.fullmatch(value)
            begins = bool(closed and closed["rest"] and closed["rest"][0] not in ":,]}")
            begins = begins or text.find(first, start + 1, span.end) < 0  # it is never closed
        else:
            begins = False
            if not found["key"] or first in _NOT_PLAIN:
                continue
        colons = tuple(start + colon.start() for colon in _COLON.finditer(value))
        if begins or (colons and first not in "[{\"'"):
            yield Meant(start, (start, *colons) if begins else colons)


def meant_text(value: str) -> str:
    """A text that lacks quotation marks, without one that is opened and never closed."""
    return value[1:] if value[:1] in ("'", '"') and value[0] not in value[1:] else value


def is_in_brackets(value: str) -> bool:
    """Whether a value is meant as a list or mapping: its first bracket is closed at its end, or never."""
    closing = {"[": "]", "{": "}"}.get(value[0])
    depth = 0
    for at, sign in enumerate(value if closing else ""):
        depth += (sign == value[0]) - (sign == closing)
        if not depth:
            return value[at + 1 :].lstrip()[:1] in ("", ",", "#", "]", "}")
    return closing is not None
