"""What is worked out of all items or all documents once somebody asks for it, and then kept up with what differs."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias, TypeVar, cast

from dualtrack.files.document import Document
from dualtrack.files.links import resolved
from dualtrack.model.definition_of_done import comparable
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical, prefix_of
from dualtrack.project.index import Name, Names, page_name
from dualtrack.table import Table

K = TypeVar("K")
V = TypeVar("V")
R = TypeVar("R")

Work: TypeAlias = Callable[[R | None, Mapping[K, V], Mapping[K, V]], R]
"""From what came of an earlier table, its entries that are gone or replaced by now, and the new ones."""


class Lookups:
    """What came of each work the last time, for a project and those that follow from it."""

    def __init__(self) -> None:
        self._last: dict[object, tuple[Table[Any, Any], Any]] = {}

    def of(self, table: Table[K, V], work: Work[R, K, V]) -> R:
        """What comes of a table."""
        table, (before, last) = table.whole(), self._last.get(work, (Table[K, V](), None))
        if last is None or before is not table:
            changed = table.keys_changed_since(before)
            gone = {key: before[key] for key in changed if key in before}
            last = work(last, gone, {key: table[key] for key in changed if key in table})
            self._last[work] = table, last
        return cast("R", last)


def _counted(words_of: Callable[[K, V], Iterable[str]]) -> Work[Counter[str], K, V]:
    """Counts the words of all entries."""

    def work(before: Counter[str] | None, gone: Mapping[K, V], new: Mapping[K, V]) -> Counter[str]:
        counts = Counter[str](before or ())
        counts.update(word for entry in new.items() for word in words_of(*entry))
        counts.subtract(word for entry in gone.items() for word in words_of(*entry))
        return +counts

    return work


assignees: Work[Counter[str], str, Item] = _counted(lambda key, item: item.assignee)
"""How much is assigned to each person."""
open_lines: Work[Counter[str], str, Item] = _counted(lambda key, item: _numbered(item, closed=False))
"""In how many done items each numbered line of their lists is open, by its comparable text."""
closed_lines: Work[Counter[str], str, Item] = _counted(lambda key, item: _numbered(item, closed=True))
"""The same of those that are ticked, or not applicable for a reason."""
labels: Work[Counter[str], str, Item] = _counted(lambda key, item: filter(None, item.labels))
"""How often each label is used."""
prefixes: Work[Counter[str], Name, frozenset[str]] = _counted(lambda id, keys: (prefix_of(str(id)),))
"""How many ids have each prefix."""


def _numbered(item: Item, closed: bool) -> Iterator[str]:
    lines = item.dod if item.phase == "done" else ()
    return (comparable(line.text) for line in lines if line.numbered and line.closed == closed)


def commonest(counts: Counter[str]) -> list[str]:
    """The words that were counted, the most frequent first."""
    return sorted(counts, key=lambda word: (-counts[word], word))


def _naming(names_of: Callable[[str, Document], Iterable[str]]) -> Work[Names, str, Document]:
    """The paths of the documents with each name."""

    def paths(documents: Mapping[str, Document]) -> dict[Name, set[str]]:
        found: dict[Name, set[str]] = defaultdict(set)
        for path, document in documents.items():
            for name in names_of(path, document):
                found[name].add(path)
        return found

    def work(before: Names | None, gone: Mapping[str, Document], new: Mapping[str, Document]) -> Names:
        return (before or Names()).changed(paths(gone), paths(new))

    return work


def _linked(path: str, document: Document) -> Iterator[str]:
    for target, _ in document.links:
        yield from (page_name(target), canonical(target))
    folder = path.rpartition("/")[0]
    yield from (resolved(folder, link.path) or "" for link in document.file_links)


mentioning: Work[Names, str, Document] = _naming(lambda path, document: document.mentioned())
"""The paths of the documents that could mention each id."""
linking: Work[Names, str, Document] = _naming(_linked)
"""The paths of the documents that link to each page by its name, and to each file by its path."""
