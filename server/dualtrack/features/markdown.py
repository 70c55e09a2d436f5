"""Text from a repository, made safe to stand in Markdown."""

import re
from collections.abc import Sequence
from typing import Final

from dualtrack.said import joined, said, through

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]")
"""What steers a terminal, or the order in which letters are shown."""
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-_~:/?#@!$&'*+,;=%\[\]]+")
_MARKUP = re.compile(
    r"\\(?P<sign>.)|\[(?P<words>(?:\\.|[^\[\]\\]){0,1000})\]\(<(?P<address>[^<>]*)>\)|[*_`]|(?P<gap>\n+(?:---\n+)?)", re.DOTALL
)

LINE_BREAK: Final = "  \n"
"""Two blanks, since a backslash would be seen where Markdown is shown as it is written, as Neovim does."""


def escaped(text: str) -> str:
    """The text on one line with every character escaped that could start markup, a link, an image, HTML or an icon."""
    return through(_escaped, text)


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", without_steering(" ".join(text.split())))


def without_steering(text: str) -> str:
    """The text without control characters, line ends aside, and without those that turn the order of letters."""
    return _STEERS.sub("\ufffd", text)


def headed(title: str, markdown: str) -> str:
    """A title of ours, and what stands behind it."""
    return joined("", ("**", title, "** ", markdown))


def link(text: str, address: str) -> str:
    """A link to a web address; the text alone where it is none."""
    return joined("", ("[", escaped(text), f"](<{address}>)")) if is_web_address(address) else escaped(text)


def is_web_address(address: str) -> bool:
    """Whether it can only lead to the web."""
    return bool(_WEB_ADDRESS.fullmatch(address))


def some(texts: Sequence[str], most: int) -> str:
    """The first of the texts, escaped, and how many more there are."""
    shown = joined(", ", map(escaped, texts[:most]))
    return shown + said(" and {count} more", len(texts) - most) if len(texts) > most else shown


def plain(markdown: str) -> str:
    """What `escaped` and `link` made, with emphasis and code, as text to be read where Markdown is not drawn."""
    return through(_plain, markdown)


def _plain(markdown: str) -> str:
    return _MARKUP.sub(_unmarked, markdown.replace(LINE_BREAK, "\n"))


def _unmarked(found: re.Match[str]) -> str:
    if found["sign"]:
        return found["sign"]
    if found["address"]:
        return f"{plain(found['words'])} ({found['address']})"
    return "\n\n" if "-" in (found["gap"] or "") else "\n" if found["gap"] else ""
