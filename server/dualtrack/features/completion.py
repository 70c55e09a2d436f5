"""The items that a word could become which somebody is typing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.project.search import search
from dualtrack.text import Lines, Span

MOST = 50
"""How many items are offered at once."""

_TYPED = re.compile(r"(?<!\w)[A-Za-z0-9][\w@]{0,100}(?:-[\w.]{0,100})?$")
_COMMENT = re.compile(r"#|//|--")
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


def ranked_items(project: Project, path: str, word: str, prose: bool, kind: str = "") -> list[Item]:
    """The likeliest items for a word, of a kind or all, one more than are offered at once where there are more."""
    fitting = chain(_begun(project, word), _within(project, word) if prose else ())
    offered = (item for item in fitting if kind in ("", item.kind) and _can_be_mentioned(item) and item.path != path)
    return list(islice(offered, MOST + 1))


def _begun(project: Project, word: str) -> Iterator[Item]:
    """Those whose id begins so."""
    return project.lookups.of(project.items, search).begun(word)


def _within(project: Project, word: str) -> Iterator[Item]:
    """The others whose id has a number that begins so, or whose title has a word that does."""
    found = project.lookups.of(project.items, search)
    if word.isdigit():
        yield from (item for item in found.having([f"-{word}"]) if item.id.partition("-")[2].startswith(word))
    elif len(word) >= _SHORTEST_OF_TITLE:
        yield from (item for item in found.with_word(word) if not item.searched.startswith(word))


def _can_be_mentioned(item: Item) -> bool:
    """Whether an id leads to it: of twins only to the first."""
    return bool(item.id) and item.kind != "page" and not item.archived and "~" not in item.key
