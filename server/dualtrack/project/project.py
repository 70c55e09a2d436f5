"""A repository's documents and the facts of the outside, as one immutable value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath

from dualtrack.files.document import Document, parse
from dualtrack.files.read import read_conventions, read_item
from dualtrack.model.conventions import Conventions
from dualtrack.model.facts import Facts
from dualtrack.model.folders import is_passed_over
from dualtrack.model.item import Fault, Item, Route
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical, prefix_of
from dualtrack.text import Span

CONVENTIONS_FILE = "dualtrack.yaml"
ITEM_SUFFIXES = (".md", ".yaml", ".yml")


@dataclass(frozen=True)
class Board:
    """One board: the folder of its `dualtrack.yaml` ("" for the project's own) and its conventions."""

    folder: str
    conventions: Conventions
    faults: tuple[Fault, ...] = ()

    @property
    def items_folder(self) -> str:
        """Where its items are, relative to the project's folder."""
        return "/".join(part for part in (self.folder, self.conventions.root) if part)

    @property
    def path(self) -> str:
        """The path of its `dualtrack.yaml`, which need not exist."""
        return f"{self.folder}/{CONVENTIONS_FILE}" if self.folder else CONVENTIONS_FILE


_BARE = Board("", Conventions())
"""The board of a project without a `dualtrack.yaml`."""


@dataclass(frozen=True)
class Place:
    """A span in a file."""

    path: str
    span: Span


def is_within(path: str, folder: str) -> bool:
    """Whether a path lies in a folder, or is the folder."""
    return not folder or path == folder or path.startswith(f"{folder}/")


@dataclass(frozen=True)
class Project:
    """Build one with `build`, change it with `with_files` and `with_facts`; everything else is derived."""

    documents: Mapping[str, Document] = field(default_factory=dict[str, Document])
    facts: Facts = field(default_factory=Facts)
    known: Mapping[str, tuple[Document, Conventions, Item]] = field(
        default_factory=dict[str, tuple[Document, Conventions, Item]], repr=False, compare=False
    )
    """Items that an earlier value of this project read already, to be used again where nothing changed."""
    known_boards: Mapping[str, tuple[Document, Board]] = field(
        default_factory=dict[str, tuple[Document, Board]], repr=False, compare=False
    )
    """Boards likewise, by the path of their `dualtrack.yaml`."""

    def with_files(self, files: Iterable[Document | str]) -> "Project":
        """With these documents added or replaced, and the files of these paths gone."""
        documents = dict(self.documents)
        for file in files:
            if isinstance(file, Document):
                documents[file.path] = file
            else:
                documents.pop(file, None)
        return Project(documents, self.facts, self._read, self._boards_by_path)

    def with_file(self, path: str, text: str) -> "Project":
        """With one file's text replaced."""
        return self.with_files([parse(path, text)])

    def with_facts(self, facts: Facts) -> "Project":
        """With other facts."""
        return Project(self.documents, facts, self._read, self._boards_by_path)

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """The boards by folder; the project's own folder has one without a `dualtrack.yaml` too, if it has items."""
        boards = [board for _, (_, board) in sorted(self._boards_by_path.items())]
        if all(board.folder for board in boards) and any(is_within(path, _BARE.items_folder) for path in self.documents):
            boards.insert(0, _BARE)
        return tuple(boards)

    @cached_property
    def _boards_by_path(self) -> Mapping[str, tuple[Document, Board]]:
        boards: dict[str, tuple[Document, Board]] = {}
        for path, document in self.documents.items():
            if not path.endswith(CONVENTIONS_FILE) or PurePosixPath(path).name != CONVENTIONS_FILE:
                continue
            known = self.known_boards.get(path)
            if known and known[0] is document:
                boards[path] = known
            else:
                folder = path.removesuffix(CONVENTIONS_FILE).rstrip("/")
                boards[path] = (document, Board(folder, *read_conventions(document)))
        return boards

    @cached_property
    def _by_depth(self) -> tuple[Board, ...]:
        return tuple(sorted(self.boards, key=lambda board: -len(board.folder)))

    def board_of(self, path: str) -> Board | None:
        """The board that a file belongs to: the nearest one above it, if the file lies where its items are."""
        nearest = next((board for board in self._by_depth if is_within(path, board.folder)), None)
        return nearest if nearest and is_within(path, nearest.items_folder) else None

    def holds(self, path: str) -> bool:
        """Whether a file of this path would be one of the project's documents."""
        *folders, name = PurePosixPath(path).parts
        if any(map(is_passed_over, folders)):
            return False
        if name == CONVENTIONS_FILE:
            return True
        boards = self.boards or (_BARE,)
        return name.endswith(ITEM_SUFFIXES) and any(is_within(path, board.items_folder) for board in boards)

    @cached_property
    def _read(self) -> Mapping[str, tuple[Document, Conventions, Item]]:
        read: dict[str, tuple[Document, Conventions, Item]] = {}
        for path, document in self.documents.items():
            board = None if path in self._boards_by_path else self.board_of(path)
            if not board:
                continue
            known = self.known.get(path)
            if known and known[0] is document and known[1] is board.conventions:
                read[path] = known
            else:
                read[path] = (document, board.conventions, read_item(document, board.conventions))
        return read

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """The items by key; of several with one id the later ones, by path, have `~2`, `~3` … behind theirs."""
        items: dict[str, Item] = {}
        for path in sorted(self._read):
            item = self._read[path][2]
            key, twin = item.key, 1
            while key in items:
                twin += 1
                key = f"{item.key}~{twin}"
            items[key] = item if key == item.key else item.model_copy(update={"key": key})
        return items

    @cached_property
    def by_path(self) -> Mapping[str, Item]:
        """The items by the path of their file."""
        return {item.path: item for item in self.items.values()}

    @cached_property
    def by_id(self) -> Mapping[str, tuple[Item, ...]]:
        """The items by canonical id; more than one is a duplicate."""
        found: dict[str, tuple[Item, ...]] = {}
        for item in self.items.values():
            if item.id:
                id = canonical(item.id)
                found[id] = (*found.get(id, ()), item)
        return found

    @cached_property
    def prefixes(self) -> frozenset[str]:
        """The known prefixes, upper case: built in, configured, and those of existing items."""
        configured = (prefix for board in self.boards for prefix in board.conventions.prefixes)
        existing = (prefix_of(id) for id in self.by_id)
        return frozenset({*BUILT_IN_PREFIXES, *configured, *existing} - {""})

    def find(self, id: str) -> Item | None:
        """The item that an id names, the first of its twins."""
        found = self.by_id.get(canonical(id))
        return found[0] if found else None

    @cached_property
    def _page_names(self) -> frozenset[str]:
        paths = (name for path in self._read for name in (path, PurePosixPath(path).name))
        titles = (item.title for item in self.items.values())
        return frozenset(name.removesuffix(".md").casefold() for name in (*paths, *titles))

    def is_known(self, target: str) -> bool:
        """Whether a `[[link]]` leads to an item, or to a page by its path, file name or title."""
        return self.find(target) is not None or target.removesuffix(".md").casefold() in self._page_names

    def conventions(self, item: Item) -> Conventions:
        """The conventions of the item's board."""
        return self._read[item.path][1]

    def document(self, item: Item) -> Document:
        """The file of the item."""
        return self.documents[item.path]

    def today(self, item: Item) -> date:
        """The date in the time zone of the item's board."""
        todays = self.facts.todays
        return todays.get(self.conventions(item).timezone) or todays[""]

    def place(self, item: Item, *routes: Route) -> Place:
        """Where the first of the routes that is there stands in the item's file, else the item's head."""
        document = self.document(item)
        spans = (document.span(route) for route in routes)
        return Place(item.path, next((span for span in spans if span), document.head))
