"""Items by a part of their ids and titles: looked for in one text, in which each has a line, the likeliest first."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from dualtrack.model.item import Item

_FEW = 100
_Place: TypeAlias = tuple[bool, tuple[int, int, str]]


class Search:
    """Items by rank, those that are put away last."""

    def __init__(self, places: list[_Place], items: list[Item], lines: list[str]) -> None:
        self._places, self._items, self._lines = places, items, lines
        self._text = "".join(lines)

    def changed(self, gone: Mapping[str, Item], new: Mapping[str, Item]) -> "Search":
        """With some of the items gone and some new."""
        if len(gone) + len(new) > _FEW:
            items = [item for item in self._items if item.key not in gone]
            items = sorted((*items, *new.values()), key=_place)
            return Search([_place(item) for item in items], items, [_line(item) for item in items])
        places, items, lines = [*self._places], [*self._items], [*self._lines]
        for item in gone.values():
            at = bisect_left(places, _place(item))
            del places[at], items[at], lines[at]
        for item in new.values():
            at = bisect_left(places, _place(item))
            places.insert(at, _place(item))
            items.insert(at, item)
            lines.insert(at, _line(item))
        return Search(places, items, lines)

    def having(self, words: Sequence[str]) -> Iterator[Item]:
        """Those with each of the words, or parts of words; those that begin with the first of them come first, and again."""
        return chain(self.begun(*words), self._with(words))

    def begun(self, start: str = "", *words: str) -> Iterator[Item]:
        """Those that begin so, and have each of the words."""
        return self._with((f"\n{start}", *words))

    def with_word(self, start: str) -> Iterator[Item]:
        """Those with a word that begins so."""
        return (self._items[line] for line in self._found(start, of_word=True))

    def _with(self, parts: Sequence[str]) -> Iterator[Item]:
        found = self._found(min(parts, key=self._text.count, default=""))
        return (self._items[line] for line in found if all(part in self._lines[line] for part in parts))

    def _found(self, part: str, of_word: bool = False) -> Iterator[int]:
        """The lines in which a part occurs, or a word begins with it."""
        text, at, line, counted = self._text, 0, -1, 0
        while (at := text.find(part, at)) >= 0:
            if of_word and (text[at - 1].isalnum() or text[at - 1] == "_"):
                at += 1
                continue
            line, counted = line + text.count("\n", counted, at + 1), at + 1
            yield line
            at = text.find("\n", at + 1)
            if at < 0:
                return


def search(before: Search | None, gone: Mapping[str, Item], new: Mapping[str, Item]) -> Search:
    """The search in a table, from the one in an earlier table."""
    return (before or Search([], [], [])).changed(gone, new)


def _place(item: Item) -> _Place:
    return item.archived or item.filed, item.rank


def _line(item: Item) -> str:
    return f"\n{item.searched}"
