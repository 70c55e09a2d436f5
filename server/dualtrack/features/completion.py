"""The items that a word could become which somebody is typing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest

from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.text import Lines, Span

MOST = 50
"""How many items are offered at once."""

_TYPED = re.compile(r"(?<!\w)[A-Za-z0-9][\w@]{0,100}(?:-[\w.]{0,100})?$")
_COMMENT = re.compile(r"#|//|--")
_WORD = re.compile(r"\w+")
_SHORTEST = 2
_SHORTEST_OF_TITLE = 3


@dataclass(frozen=True)
class Completions:
    """Items for what stands at the span, the likeliest first. `final`: further letters leave a part of these."""

    span: Span
    items: tuple[Item, ...]
    final: bool


def completions(project: Project, path: str, text: str, offset: int, prose: bool) -> Completions | None:
    """The items whose id or title the word before an offset begins; in code, outside of comments, only an id in capitals does,
    so that nobody who writes a program is offered items. A file is not offered its own."""
    lines = Lines(text)
    before = text[lines.line(lines.position(offset)[0]).start : offset]
    typed = _TYPED.search(before)
    if not typed:
        return None
    prose = prose or bool(_COMMENT.search(before))
    word = typed.group()
    if (len(word) < _SHORTEST and not word.isdigit()) or (not prose and not word.isupper()):
        return None
    found = ranked_items(project, path, word.casefold(), prose)
    final = len(word) >= _SHORTEST_OF_TITLE and len(found) <= MOST
    return Completions(Span(offset - len(word), offset), tuple(found[:MOST]), final)


def ranked_items(project: Project, path: str, word: str, prose: bool) -> list[Item]:
    """The likeliest items for a word, one more than are offered at once where there are more."""
    fitting = _fitting(project, path, word, prose)
    return nsmallest(MOST + 1, fitting, key=lambda item: (not item.searched.startswith(word), item.rank))


def _fitting(project: Project, path: str, word: str, prose: bool) -> Iterator[Item]:
    """What fits: an id that begins so, or, in prose, a title."""
    for item in project.items.values():
        if word in item.searched:
            begun = item.id.casefold().startswith(word)
            if (begun or (prose and _within(item, word))) and _can_be_mentioned(item) and item.path != path:
                yield item


def _can_be_mentioned(item: Item) -> bool:
    """Whether an id leads to it: of twins only to the first."""
    return bool(item.id) and item.kind != "page" and not item.archived and "~" not in item.key


def _within(item: Item, word: str) -> bool:
    """Whether a word is the beginning of an id's number, or of a word of the title."""
    if word.isdigit():
        return item.id.partition("-")[2].startswith(word)
    if len(word) < _SHORTEST_OF_TITLE:
        return False
    return f" {word}" in item.searched or any(each.startswith(word) for each in _WORD.findall(item.title.casefold()))
