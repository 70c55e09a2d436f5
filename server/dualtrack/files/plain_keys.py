"""Front matter of the plainest kind, read by one pattern: nearly every file of a board holds no other, and a YAML parser takes
five times as long.

What is read here has the values that YAML gives it. Whatever could mean anything else is left to the parser, as all places are.
"""

import re
from itertools import islice, takewhile
from sys import intern
from typing import Any

from dualtrack.files.yaml_tree import NULLS
from dualtrack.text import Span

_LONGEST = 20_000
# Whatever is repeated is so possessively: what follows always matches, so that nothing has to be remembered for a second try.
# But not the last group: Python before 3.11.5 keeps what a possessive group read before it failed (gh-106052).
_PLAIN = r"""(?:[^-?:,\[\]{}#&*!|>'"%@` \n]|-(?=[^ \n]))[^\n:#]*+(?::(?=[^ \n])[^\n:#]*+)*"""
_IN_BRACKETS = r"""[^\[\]{}'"#&*!|>%@`?\n]*+"""
_LINE = re.compile(
    r"( *+)(- ++|)(?:([A-Za-z_][A-Za-z0-9_-]{0,99}+):(?: ++|(?=\n)|\Z)|)"  # indentation, sign of a list, key
    rf"""({_PLAIN}|'[^'\n]*+'|"[^"\\\n]*+"|\[{_IN_BRACKETS}\]|\{{{_IN_BRACKETS}\}}|) *+(.*+)\n?+"""  # value, what is left
)
_MARKS = frozenset("'\"[{")


class _NotPlain(Exception):
    """The pattern does not fit; the parser must read it."""


def read_plain(text: str) -> dict[str, Any] | None:
    """The values by key as written; None where the pattern does not fit and the parser must read it."""
    if len(text) > _LONGEST or not text.replace("\n", "").isprintable():  # tabs, other line ends, what YAML does not print
        return None
    try:
        return _read(text)
    except _NotPlain:
        return None


def place_of(text: str, within: Span, key: str, rest: tuple[str | int, ...]) -> Span | None:
    """Where a key that was read here has its value, or, by `rest`, an entry of its list; None where that takes a parser."""
    at = within.start if text.startswith(f"{key}:", within.start) else text.index(f"\n{key}:", within.start) + 1
    found = _LINE.match(text, at, within.end)
    match rest:
        case ():
            pass
        case (int() as index,) if found and not found[4]:
            lines = takewhile(lambda line: not line[3], _LINE.finditer(text, found.end(), within.end))
            found = next(islice((line for line in lines if line[2]), index, None), None)
        case _:
            return None
    written = found[4].rstrip(" ") if found else ""
    return Span(found.start(4), found.start(4) + len(written)) if found and written else None


def _read(text: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    opened = depth = ""  # the key below which a list or mapping may stand, and the indentation of that
    below: Any = None
    for indent, sign, key, written, left in _LINE.findall(text):
        if left or (key and sign):
            raise _NotPlain
        if key and not indent:
            if key in values:
                raise _NotPlain
            values[intern(key)] = _value(written)  # thousands of files share few keys
            opened, below = ("" if written else key), None
        elif key or sign:
            if below is None:
                values[opened] = below = {} if key else []
                depth = indent
            if not (opened and written) or indent != depth or isinstance(below, list) != bool(sign) or (key and key in below):
                raise _NotPlain
            if key:
                below[key] = _value(written)
            else:
                below.append(_value(written))
        elif written:
            raise _NotPlain
    return values


def _value(written: str) -> Any:
    first = written[:1]
    if first not in _MARKS:
        return None if (text := written.rstrip(" ")) in NULLS else text
    inside = written[1:-1]
    if first == "{":
        return _mapping(inside.strip(" "))
    if first == "[":
        return [_in_brackets(entry) for entry in inside.split(",")] if inside.strip(" ") else []
    return inside


def _mapping(inside: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for entry in inside.split(",") if inside else ():
        key, colon, value = entry.partition(": ")
        key = key.strip(" ")
        if not colon or not key or key in values:
            raise _NotPlain
        _in_brackets(key)
        values[key] = _in_brackets(value)
    return values


def _in_brackets(written: str) -> str | None:
    text = written.strip(" ")
    if not text or ":" in text or text[0] == "-":
        raise _NotPlain
    return None if text in NULLS else text
