"""Where among the keys of a file somebody is typing, read from the lines: what is half typed is no YAML yet."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from dualtrack.text import Span, line_spans

_KEY = r"""(?P<key>[^\s#'"\[\]{},:&*!|>%@`-][^#\[\]{},:\r\n]{0,99}?)[ ]*:(?:[ ]+|\Z)"""
_LINE = re.compile(rf"(?P<indent>[ ]*)(?P<dashes>(?:-(?:[ ]+|\Z))*)(?:{_KEY})?(?P<value>.*)", re.DOTALL)
_IN_BRACES = re.compile(rf"\s*{_KEY}")
_COMMENT = re.compile(r"(?:\A|\s)#")
_WORD = re.compile(r"[\w@./+-]*")


class Typing(NamedTuple):
    """The keys above what is being typed, as they are written, whether it may be a key and a value there, where it stands, and
    the keys beside it. `quote` is the quotation mark before it."""

    route: tuple[str, ...]
    is_key: bool
    is_value: bool
    span: Span
    beside: frozenset[str] = frozenset()
    quote: str = ""


class _Line(NamedTuple):
    """A line: the column of its dash, if it has one, and of what follows, its key and its value."""

    dash: int | None
    column: int
    key: str | None
    value: str


def typing_at(text: str, within: Span, offset: int) -> Typing | None:
    """What is being typed at an offset of the keys; None in a comment, and in a text of several lines."""
    *above, own = line_spans(text, within.start, offset)
    current = _read(text[own.start : own.end])
    if _COMMENT.search(current.value):
        return None
    found = _above((_read(text[span.start : span.end]) for span in reversed(above)), current)
    if found is None:
        return None
    route, beside = found
    if current.key is not None:
        route = (*route, current.key)
    end = _WORD.match(text, offset)
    place = Span(offset - len(current.value), end.end() if end else offset)
    typed = _in_brackets(route, current.value, place)
    if typed or current.key is not None:
        return typed or _value(route, current.value, place)
    quote = current.value[:1] if current.value[:1] in ("'", '"') else ""
    return Typing(route, not quote, current.dash is not None, Span(place.start + len(quote), place.end), beside, quote)


def _read(line: str) -> _Line:
    found = _LINE.match(line)
    assert found  # every line matches
    dashes = found["dashes"]
    column = len(found["indent"]) + len(dashes)
    return _Line(len(found["indent"]) if dashes else None, column, found["key"], found["value"])


def _above(lines: Iterable[_Line], current: _Line) -> tuple[tuple[str, ...], frozenset[str]] | None:
    """The keys above a line, and those of the same mapping before it."""
    route: list[str] = []
    beside: set[str] = set()
    level, begun = current.column, current.dash is not None
    limit = current.column if current.dash is None else current.dash + 1  # the column of what is above is less than this
    for line in lines:
        if not limit:
            break
        if line.key is None and (not line.value.strip() or line.value.lstrip().startswith("#")):
            continue
        if line.column == level and not begun:
            if line.key is not None and not route:
                beside.add(line.key)
            if line.dash is not None:  # the first key of an entry of a list
                limit, begun = line.dash + 1, True
        elif line.column < limit:
            if line.key is None or _COMMENT.split(line.value, maxsplit=1)[0].strip():
                return None
            route.append(line.key)
            level, begun = line.column, line.dash is not None
            limit = line.column if line.dash is None else line.dash + 1
    return tuple(reversed(route)), frozenset(beside)


def _in_brackets(route: tuple[str, ...], value: str, place: Span) -> Typing | None:
    """What is being typed in brackets or braces that are open at the end of a value."""
    opened: list[tuple[str, int]] = []
    keys: list[str | None] = []
    quote, start = "", 0
    for at, sign in enumerate(value):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"" and not value[start:at].strip():
            quote = sign
        elif sign in "[{":
            if not opened and value[:at].strip():
                return None  # a text that is not in brackets
            found = _IN_BRACES.match(value, start, at) if opened and opened[-1][0] == "{" else None
            opened.append((sign, at + 1))
            keys.append(found["key"] if found else None)
            start = at + 1
        elif sign in "]}" and opened:
            opened.pop()
            keys.pop()
            start = at + 1
        elif sign == "," and opened:
            start = at + 1
    if not opened:
        return None
    route = (*route, *(key for key in keys if key is not None))
    typed = value[start:].lstrip()
    typed_at = Span(place.start + len(value) - len(typed), place.end)
    if opened[-1][0] == "[":
        return _value(route, typed, typed_at)
    if found := _IN_BRACES.match(typed):
        return _value((*route, found["key"]), typed[found.end() :], Span(typed_at.start + found.end(), typed_at.end))
    beside = frozenset(each.strip() for each in re.findall(r"([^\s,{:][^,{:]*):", value[opened[-1][1] : start]))
    return Typing(route, True, False, typed_at, beside)


def _value(route: tuple[str, ...], typed: str, place: Span) -> Typing:
    quote = typed[:1] if typed[:1] in ("'", '"') else ""
    return Typing(route, False, True, Span(place.start + len(quote), place.end), quote=quote)
