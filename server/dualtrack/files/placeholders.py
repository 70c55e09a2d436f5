"""Metrics that a text shows as they are now: `{{metric: EXP-23 val_f1}}`."""

import re
from typing import NamedTuple

from dualtrack.files.links import is_within
from dualtrack.text import Span

_METRIC = re.compile(
    r"\{\{[ \t]{0,9}metric:[ \t]{0,9}([^\s{}]{1,200})[ \t]{1,9}([^\s{}](?:[^{}\r\n]{0,200}[^\s{}])?)[ \t]{0,9}\}\}"
)


class Placeholder(NamedTuple):
    """What stands for the value of a metric: whose it is, by a name, and which, each as written and at its place."""

    of: str
    metric: str
    span: Span
    of_span: Span
    metric_span: Span


def placeholders(text: str, start: int = 0, hidden: tuple[Span, ...] = ()) -> tuple[Placeholder, ...]:
    """Those from an offset on, but for what is hidden."""
    found = (each for each in _METRIC.finditer(text, start) if not is_within(each.start(), hidden))
    return tuple(Placeholder(each[1], each[2], *(Span(*each.span(group)) for group in range(3))) for each in found)
