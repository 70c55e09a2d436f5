"""The items that a word could become which somebody is typing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from operator import itemgetter

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
_PHASES = ("active", "waiting", None, "done", "dropped")


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
    return [item for _, item in nsmallest(MOST + 1, _ranked(project, path, word, prose), key=itemgetter(0))]


def _ranked(project: Project, path: str, word: str, prose: bool) -> Iterator[tuple[tuple[object, ...], Item]]:
    """What fits, with its rank: an id that begins so comes first, then what is worked on, then what is new."""
    for item in project.items.values():
        id = item.id.casefold()
        begun = id.startswith(word)
        if (begun or (prose and _within(item, id, word))) and _can_be_mentioned(item) and item.path != path:
            number = id.partition("-")[2].partition(".")[0][:18]
            yield (not begun, _PHASES.index(item.phase), -int(number) if number.isdecimal() else 0, id), item


def _can_be_mentioned(item: Item) -> bool:
    """Whether an id leads to it: of twins only to the first."""
    return bool(item.id) and item.kind != "page" and not item.archived and "~" not in item.key


def _within(item: Item, id: str, word: str) -> bool:
    """Whether a word is the beginning of an id's number, or of a word of the title."""
    if word.isdigit():
        return id.partition("-")[2].startswith(word)
    if len(word) < _SHORTEST_OF_TITLE or word not in (title := item.title.casefold()):
        return False
    return any(each.startswith(word) for each in _WORD.findall(title))
