"""The numbers that a text gives for a name, such as `val_f1: 0.731`."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from dualtrack.text import Span

# `val_f1: 0.731`, `| val_f1 | **73.1%** |`
_FIGURE = re.compile(
    r"(?<![\w/@.-])([A-Za-z][\w/@.-]{0,80}+)[`*\"' ]{0,4}[|:=][`*\"' ]{0,20}(-?\d{1,12}(?:\.\d{1,12})?%?)(?![\w.]*\w)"
)


class Figure(NamedTuple):
    """A number as it is written, at its place, and what it is a number of."""

    name: str
    number: str
    span: Span


def figures(text: str) -> Iterator[Figure]:
    """The numbers of a text, in order."""
    return (Figure(found[1], found[2], Span(*found.span(2))) for found in _FIGURE.finditer(text))
