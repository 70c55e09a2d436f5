"""Links in the prose of a body: `[text](path)` to other files, and `[[name]]`."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from dualtrack.files.body import Body
from dualtrack.text import Span

# What is repeated is bounded, so that a hostile text takes no longer than a plain one. A link's text has a parenthesis behind.
# No name are numbers, a test of a shell, a class of characters, a column.
_WIKI_LINK = re.compile(r"\[\[(?![-:\"'$\s])([^\[\]|#\r\n]{1,200})(?:[|#][^\[\]\r\n]{0,200})?\]\](?!\()")
_BEFORE_INDEX = re.compile(r"[A-Za-z0-9_\\\]]")
_NO_NAME = re.compile(r"[\W\d_]*|[+-]?(?:0x[\da-fA-F]+|\d[\d.,]*(?:e[+-]?\d+)?j?)(?: (?:[a-zµ%]{1,3}|rows x .*))?")
"""Numbers, lists of them, and what a notebook prints of a table: no page has such a name."""
# `[[column]]` begins a table of TOML, `[[nodiscard]]` is C++, `[[file, index]]` a list of lists.
_MAY_BE_CODE = re.compile(r"[^\W\d][\w.:]*(?:(?:-|, ?)[^\W\d][\w.:]*)*\]")
_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[#/?~]|\\")


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link to a file: its path as written, decoded and without `#…`, and where that stands."""

    path: str
    span: Span


def file_links(body: Body) -> tuple[FileLink, ...]:
    """The relative links in a body."""
    links: list[FileLink] = []
    for target, span in body.links:
        if path := path_of(target):
            links.append(FileLink(path, span))
    return tuple(links)


def path_of(target: str) -> str:
    """The relative path that the target of a link names; empty where it names something else."""
    return "" if _ELSEWHERE.match(target) else _decoded(re.split(r"[#?]", target, maxsplit=1)[0])


def wiki_links(text: str, start: int, hidden: tuple[Span, ...]) -> tuple[tuple[str, Span], ...]:
    """The targets of the `[[links]]` in a body, which starts at an offset, but for those in what is hidden."""
    links: list[tuple[str, Span]] = []
    at = start
    while (at := text.find("[[", at)) >= 0:
        found = _WIKI_LINK.match(text, at)
        target = found[1].rstrip() if found else ""
        if target and not (_BEFORE_INDEX.match(text, at - 1, at) or is_within(at, hidden) or _NO_NAME.fullmatch(target)):
            links.append((target, Span(at + 2, at + 2 + len(target))))
        at = found.end() if found else at + 1
    return tuple(links)


def may_be_code(text: str, target: Span) -> bool:
    """Whether what stands in double brackets may be code rather than the name of a page that is not there."""
    return bool(_MAY_BE_CODE.match(text, target.start, target.end + 1))


def resolved(folder: str, path: str) -> str | None:
    """A path in a folder, from the top; None where it leads out of the top."""
    parts = folder.split("/") if folder else []
    for part in path.replace("\\", "/").split("/"):
        if part == ".." and not parts:
            return None
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


def _decoded(path: str) -> str:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), path.encode()).decode(errors="replace")


def is_within(offset: int, spans: tuple[Span, ...]) -> bool:
    """Whether an offset lies in one of the spans, which are in order."""
    index = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return index >= 0 and offset < spans[index].end
