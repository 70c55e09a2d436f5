"""Texts that people read, in English, which can be given in another language where they are shown.

To everything inside a `Text` is its English text. In an f-string it is a plain text again; what has several parts is made here,
or with `+`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import LiteralString

Language = Mapping[str, str]
"""The templates of a language by the English ones."""
_NAME = re.compile(r"(?<!\{)\{(\w+)\}")


class Text(str):
    """An English text that knows how to say itself in another language."""

    __slots__ = ("told",)
    told: Callable[[Language], str]

    def __str__(self) -> str:
        return self

    def __add__(self, other: str) -> str:
        return joined("", (self, other))

    def __radd__(self, other: str) -> str:
        return joined("", (other, self))


def said(template: LiteralString, /, *values: object, **named: object) -> str:
    """A template with its values, which may be such texts themselves: in the order in which it names them first, or by name
    where the template is not known at the call."""
    given = {**dict(zip(_names(template), values, strict=True)), **named} if values else named

    def told(language: Language) -> str:
        shown = {name: in_language(str(value), language) for name, value in given.items()}
        return language.get(template, template).format(**shown)

    return _text(template.format(**given), told)


def counted(count: int, one: LiteralString, several: LiteralString, /, *values: object) -> str:
    """A template for one, or another for any other `count`, with its values but for that."""
    template = one if count == 1 else several
    names = (name for name in _names(template) if name != "count")
    return said(template, **dict(zip(names, values, strict=True)), count=count)


def plural(count: int, noun: LiteralString) -> str:
    """`1 day`, `3 days`."""
    return said(f"{{count}} {noun}" if count == 1 else f"{{count}} {noun}s", count)


def joined(between: LiteralString, texts: Iterable[str]) -> str:
    """Texts in a row; the words between them are translated too."""
    parts = tuple(texts)
    return _text(
        between.join(parts), lambda language: language.get(between, between).join(in_language(p, language) for p in parts)
    )


def listed(names: Iterable[str]) -> str:
    """`commits, branches and runs`."""
    *first, last = (*names,) or ("",)
    return said("{some} and {last}", joined(", ", first), last) if first else last


def through(change: Callable[[str], str], text: str) -> str:
    """A text as a function changes it, in any language."""
    if not isinstance(text, Text):
        return change(text)
    return _text(change(text), lambda language: change(in_language(text, language)))


def in_language(text: str, language: Language) -> str:
    """A text as people read it; one that is no `Text` stays as it is."""
    return text.told(language) if isinstance(text, Text) else text


def _text(english: str, told: Callable[[Language], str]) -> Text:
    text = Text(english)
    text.told = told
    return text


@lru_cache(maxsize=2000)
def _names(template: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_NAME.findall(template)))
