"""Texts that people read, in English, which can be given in another language where they are shown.

To everything inside a `Text` is its English text. In an f-string it is a plain text again; what has several parts is made here,
or with `+`.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, LiteralString

Language = Mapping[str, str]
"""The templates of a language by the English ones."""
_NAME = re.compile(r"(?<!\{)\{(\w+)\}")


class Text(str):
    """An English text that knows how to say itself in another language: by a function of what it was made of."""

    __slots__ = ("made_of", "told")
    made_of: Any
    told: Callable[[Any, Language], str]

    def __str__(self) -> str:
        return self

    def __add__(self, other: str) -> str:
        return joined("", (self, other))

    def __radd__(self, other: str) -> str:
        return joined("", (other, self))


def said(template: LiteralString, /, *values: object, **named: object) -> str:
    """A template with its values, which may be such texts themselves: in the order in which it names them first, or by name
    where the template is not known at the call."""
    if named:
        return _text(template.format(**named), (template, tuple(named), tuple(named.values())), _said_in)
    names, numbered = _read(template)
    if len(names) != len(values):
        raise ValueError(f"{template} names {len(names)} values, not {len(values)}")
    return _text(numbered.format(*values), (template, names, values), _said_in)


def _said_in(made: tuple[str, tuple[str, ...], tuple[object, ...]], language: Language) -> str:
    template, names, values = made
    shown = {name: in_language(str(value), language) for name, value in zip(names, values, strict=True)}
    return language.get(template, template).format(**shown)


def counted(count: float, one: LiteralString, several: LiteralString, /, *values: object) -> str:
    """A template for one, or another for any other `count`, with its values but for that."""
    template = one if count == 1 else several
    shown = f"{count:g}" if isinstance(count, float) else count
    if not values:
        return said(template, shown)
    rest = iter(values)
    return said(template, *[shown if name == "count" else next(rest) for name in _read(template)[0]])


def plural(count: float, noun: LiteralString) -> str:
    """`1 day`, `3 days`, `4.5 days`."""
    return counted(count, f"{{count}} {noun}", f"{{count}} {noun}s")


def joined(between: LiteralString, texts: Iterable[str]) -> str:
    """Texts in a row; the words between them are translated too."""
    parts = tuple(texts)
    return parts[0] if len(parts) == 1 else _text(between.join(parts), (between, parts), _joined_in)


def _joined_in(made: tuple[str, tuple[str, ...]], language: Language) -> str:
    between, parts = made
    return language.get(between, between).join([in_language(part, language) for part in parts])


def listed(names: Iterable[str]) -> str:
    """`commits, branches and runs`."""
    *first, last = (*names,) or ("",)
    return said("{some} and {last}", joined(", ", first), last) if first else last


def through(change: Callable[[str], str], text: str) -> str:
    """A text as a function changes it, in any language."""
    return _text(change(text), (change, text), _through_in) if isinstance(text, Text) else change(text)


def _through_in(made: tuple[Callable[[str], str], str], language: Language) -> str:
    change, text = made
    return change(in_language(text, language))


def in_language(text: str, language: Language) -> str:
    """A text as people read it; one that is no `Text` stays as it is."""
    return text.told(text.made_of, language) if isinstance(text, Text) else text


def _text(english: str, made_of: Any, told: Callable[[Any, Language], str]) -> Text:
    text = Text(english)
    text.made_of = made_of
    text.told = told
    return text


@lru_cache(maxsize=2000)
def _read(template: str) -> tuple[tuple[str, ...], str]:
    """The names in a template, and the template with their numbers in their places."""
    names = tuple(dict.fromkeys(_NAME.findall(template)))
    return names, _NAME.sub(lambda found: f"{{{names.index(found[1])}}}", template)
