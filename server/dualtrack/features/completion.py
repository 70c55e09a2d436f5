"""The items that a word could become which somebody is typing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project
from dualtrack.text import Lines, Span

MOST = 50
"""How many items are offered at once."""

_TYPED = re.compile(r"(?<!\w)[A-Za-z0-9][\w@]*(?:-[\w.]*)?$")
_COMMENT = re.compile(r"#|//|--")
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
    found = {canonical(item.id): (rank, item) for rank, item in _ranked(project, word, prose) if item.path != path}
    items = [item for _, item in sorted(found.values(), key=lambda each: each[0])]
    final = len(word) >= _SHORTEST_OF_TITLE and len(items) <= MOST
    return Completions(Span(offset - len(word), offset), tuple(items[:MOST]), final)


def _ranked(project: Project, word: str, prose: bool) -> Iterator[tuple[tuple[object, ...], Item]]:
    folded = word.casefold()
    for item in project.items.values():
        if not item.id or item.kind == "page" or item.archived or folded not in item.label.casefold():
            continue
        begun = item.id.casefold().startswith(folded)
        if begun or (prose and _within(item, folded)):
            yield (not begun, _PHASES.index(item.phase), _numbers(item.id)), item


def _within(item: Item, word: str) -> bool:
    """Whether a word is the number of an id, or begins a word of a title."""
    if word.isdigit():
        return item.id.casefold().partition("-")[2].startswith(word)
    return len(word) >= _SHORTEST_OF_TITLE and any(each.startswith(word) for each in re.split(r"\W+", item.title.casefold()))


def _numbers(id: str) -> tuple[str, tuple[int, ...]]:
    """An id such that the latest of a prefix comes first."""
    prefix, _, number = id.partition("-")
    return prefix, tuple(-int(part) for part in re.findall(r"\d{1,9}", number))
