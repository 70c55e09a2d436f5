"""The YAML between the two `---` lines, and where the body begins."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dualtrack.files import yaml_tree
from dualtrack.files.plain_keys import read_plain
from dualtrack.files.read_keys import CONFLICT_MARK, KEY, Problem, merge_conflict, read_keys
from dualtrack.said import said
from dualtrack.text import Span, line_at, line_spans

_OPENING = re.compile(r"---[ \t]*+(?:(?i:ya?ml|json)[ \t]*+)?(?:#[^\r\n]*+)?(?:\r\n|\n|\r|\Z)")
# As other readers have it, whatever follows three dashes is not of the keys any more.
_CLOSING = r"(?:---(?!-)|\.\.\.[ \t]*+(?=[\r\n]|\Z))"
# A plain line end in front lets the search skip from one to the next.
_CLOSING_LINE = re.compile(rf"\n{_CLOSING}")
_AFTER_ANY_END = re.compile(rf"[\r\n]{_CLOSING}")
_REST_OF_CLOSING = re.compile(r"[ \t]*+(?:(?<=[ \t])#(?!#)[^\r\n]*+)?(?:\r\n|\n|\r|\Z)")
UNSEEN = "\ufeff\u200b\u2060"
_SPACE = re.compile(rf"[\s{UNSEEN}]*+")
_COMMENTS = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?[\r\n])*+")
_ANY_KEY = re.compile(r"---|[^\s#\-][^\r\n:]{0,200}:(?=[\s]|\Z)")
_OTHER_FORMATS = {
    "TOML": re.compile(r"(?:\+\+\+|---[ \t]*+toml)[ \t]*+[\r\n]"),
    "JSON": re.compile(r"(?:;;;[ \t]*[\r\n]{1,2})?\{\s{0,99}\"[^\"\r\n]{1,99}\"\s{0,99}:"),
}
_OTHER_CLOSING = re.compile(r"[\r\n](?:\+\+\+|---|;;;|\}(?![\r\n]{1,2};;;))[ \t]*+(?:\r\n|\n|\r|\Z)")
# Lines that a key, or what goes on with one, can begin.
_LINE_OF_KEYS = re.compile(rf"(?![ \t]*---)(?:{KEY}|[ \t]+\S|[#}}\]]|-[ \t])")
_DASHES = re.compile(r"[ \t]*-{3,}")


@dataclass(frozen=True)
class FrontMatter:
    """The keys of a file: those between the `---` lines at `span` (None where there are none), with the body from the offset
    `body` on, or a whole YAML text.

    `plain` are the values of keys so plain that no parser was needed; `faults` are those of the lines around the keys;
    `foreign` means that there are keys in a language that is not read.
    """

    text: str
    keys_at: Span
    span: Span | None
    body: int
    plain: dict[str, Any] | None = None
    faults: tuple[Problem, ...] = ()
    foreign: bool = False

    @property
    def keys(self) -> yaml_tree.Mapping:
        """The keys with their places."""
        return self._parsed[0]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What keeps parts of it from being read."""
        return self.faults or (() if self.plain is not None else self._parsed[1])

    @cached_property
    def _parsed(self) -> tuple[yaml_tree.Mapping, tuple[Problem, ...]]:
        return read_keys(self.text, self.keys_at)


def read_front_matter(text: str) -> FrontMatter:
    """The front matter of a Markdown file."""
    at = 0 if text.startswith("---") else _beginning(text)
    opening = _OPENING.match(text, at)
    if opening and (text[:at].strip(UNSEEN) or text.startswith(("\n", "\r"), opening.end())):
        opening = opening if _has_keys(text, opening.end()) else None  # else it is a line across the page
    if not opening:
        return _foreign(text, at) or FrontMatter(text, Span(0, 0), None, 0, {}, merge_conflict(text))
    start = opening.end()
    pattern = _AFTER_ANY_END if "\r" in text else _CLOSING_LINE
    if closing := pattern.search(text, start - 1):  # from the line end on that the opening ends with
        span = Span(start, closing.start() + 1)
        plain = None if CONFLICT_MARK in text else read_plain(text[start : span.end])
        rest = _REST_OF_CLOSING.match(text, closing.end())
        return FrontMatter(text, span, span, rest.end() if rest else closing.end(), plain)
    end = next((line.start for line in line_spans(text, start) if not _LINE_OF_KEYS.match(text, *line)), len(text))
    mistaken = _DASHES.match(text, end)  # such as `----`
    unclosed = Problem(
        said('no "---" line closes the front matter'),
        Span(*mistaken.span()) if mistaken else Span(opening.start(), opening.start() + 3),
    )
    return FrontMatter(text, Span(start, end), Span(start, end), end, faults=(unclosed,))


def _beginning(text: str) -> int:
    """Where the first line is that is neither blank nor of an HTML comment."""
    start = at = int(text.startswith("\ufeff"))
    while found := _SPACE.match(text, at):
        at = found.end()
        end = text.find("-->", at) if text.startswith("<!--", at) else -1
        if end < 0:
            break
        at = end + len("-->")
    return at if at > start and text[at - 1] in f"\r\n{UNSEEN}" else start


def _has_keys(text: str, at: int) -> bool:
    """Whether the first line below the blank ones and the comments is a key, or there is none."""
    comments = _COMMENTS.match(text, at)
    return bool(_ANY_KEY.match(text, comments.end() if comments else at))


def _foreign(text: str, at: int) -> FrontMatter | None:
    """Keys in a language that other tools read."""
    for name, pattern in _OTHER_FORMATS.items():
        if opening := pattern.match(text, at):
            closing = _OTHER_CLOSING.search(text, opening.end() - 1)
            message = said(
                'the keys of this file are {name} and are not read; write them as YAML between two "---" lines', name
            )
            fault = Problem(message, line_at(text, at))
            return FrontMatter(text, Span(0, 0), None, closing.end() if closing else 0, {}, (fault,), foreign=True)
    return None


def read_yaml(text: str) -> FrontMatter:
    """A file that is nothing but keys."""
    return FrontMatter(text, Span(0, len(text)), Span(0, len(text)), len(text))
