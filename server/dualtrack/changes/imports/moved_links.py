"""The links of a file that moves, written so that they lead where they led."""

import re
from collections.abc import Callable, Iterator
from posixpath import dirname, relpath

from dualtrack.files.document import Document
from dualtrack.files.links import path_of, resolved
from dualtrack.text import Edit, Span

_DEFINITION = re.compile(r"^[ >]{0,9}\[[^\[\]\r\n]{1,200}\]:[ \t]{0,9}(?:<([^<>\r\n]{1,400})>|([^\s<>]{1,400}))", re.MULTILINE)
_ATTRIBUTE = re.compile(r"\b(?:href|src)=(?:\"([^\"\r\n]{1,400})\"|'([^'\r\n]{1,400})')", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BEHIND = re.compile(r"[#?].*", re.DOTALL)
_NOT_PLAIN = re.compile(r"[\s\x00-\x1f%<>()\"'\\#?]")


def moved_links(document: Document, target: str, moved: Callable[[str], str]) -> Iterator[Edit]:
    """The edits of the links in a file that goes to `target`; `moved` tells where a path is from then on."""
    before, after = dirname(document.path), dirname(target)
    for span in dict.fromkeys(_targets(document)):
        written = _ESCAPED.sub(r"\1", document.text[span.start : span.end])
        path = path_of(written)
        led = resolved(before, path) if path else None
        if led and resolved(after, path) != (leads := moved(led)):
            behind = _BEHIND.search(written)
            relative = _NOT_PLAIN.sub(lambda sign: f"%{ord(sign[0]):02X}", relpath(leads, after or "."))
            yield Edit(span, relative + (behind[0] if behind else ""))


def _targets(document: Document) -> Iterator[Span]:
    """Where is written to what the links, images and HTML of the body lead."""
    text, body = document.text, document.body
    referred: set[str] = set()
    for target, span in body.links:
        written = text[span.start : span.end].split(maxsplit=1)[0]
        if _ESCAPED.sub(r"\1", text[span.start : span.end]) == target:
            yield span
        elif _ESCAPED.sub(r"\1", written) == target:  # a title follows
            yield Span(span.start, span.start + len(written))
        else:
            referred.add(target)
    for found in _DEFINITION.finditer(text, document.front.body) if referred else ():
        if _ESCAPED.sub(r"\1", found[found.lastindex or 0]) in referred:
            yield Span(*found.span(found.lastindex or 0))
    for span in body.hidden:
        html = text[span.start : span.end].lstrip()
        if html.startswith("<") and not html.startswith("<!--"):
            yield from (Span(*found.span(found.lastindex or 0)) for found in _ATTRIBUTE.finditer(text, *span))
