"""A repository's documents and the facts of the outside, as one immutable value."""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, Literal, NamedTuple, TypeAlias

from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts
from dualtrack.facts.run_links import RunLinks, run_links
from dualtrack.files.backlog import find_backlog, read_backlog_conventions
from dualtrack.files.document import Document, parse
from dualtrack.files.layout import BACKLOG
from dualtrack.files.read import read_conventions
from dualtrack.model.conventions import Conventions
from dualtrack.model.folders import is_found
from dualtrack.model.item import Item, Route
from dualtrack.model.mention import BUILT_IN_PREFIXES, canonical
from dualtrack.model.sprint import Sprint
from dualtrack.project.board import (
    BARE,
    CONVENTIONS_FILE,
    ITEM_SUFFIXES,
    SETTINGS_FILES,
    USUAL_FOLDERS,
    Board,
    is_ours,
    is_within,
)
from dualtrack.project.index import Index, precedence
from dualtrack.project.lookups import Lookups, prefixes
from dualtrack.project.read_file import ReadFile, read_file
from dualtrack.table import Record, Table
from dualtrack.text import Span


class Place(NamedTuple):
    """A span in a file."""

    path: str
    span: Span


_Boards: TypeAlias = "dict[str, tuple[Document | None, Board]]"
"""The boards by the path of the file that states their conventions."""


@dataclass(frozen=True)
class _Known:
    """What an earlier value of a project worked out, and the paths of the documents that differ from it."""

    boards: "_Boards" = field(default_factory=dict[str, "tuple[Document | None, Board]"])
    bare: str = ""
    read: Table[str, ReadFile] = field(default_factory=Table[str, ReadFile])
    index: Index = field(default_factory=Index)
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Project(Record):
    """Build one with `Project().with_files(…)`; everything but documents and facts is derived."""

    documents: Table[str, Document] = field(default_factory=Table[str, Document])
    facts: Facts = field(default_factory=Facts)
    known: _Known = field(default_factory=_Known, repr=False, compare=False)
    lookups: Lookups = field(default_factory=Lookups, repr=False, compare=False)

    def with_files(self, files: Iterable[Document | str]) -> "Project":
        """With these documents added or replaced, and the files of these paths gone."""
        new: dict[str, Document] = {}
        gone: set[str] = set()
        for file in files:
            if isinstance(file, Document):
                new[file.path] = file
                gone.discard(file.path)
            elif new.pop(file, None) or file in self.documents:
                gone.add(file)
        return Project(self.documents.with_changes(new, gone), self.facts, self._as_known(new.keys() | gone), self.lookups)

    def with_file(self, path: str, text: str) -> "Project":
        return self.with_files([parse(path, text)])

    def with_facts(self, facts: Facts) -> "Project":
        return Project(self.documents, facts, self._as_known(()), self.lookups) if facts is not self.facts else self

    def with_clock(self, clock: Clock) -> "Project":
        return self.with_facts(self.facts.with_clock(clock))

    def _as_known(self, changed: Iterable[str]) -> _Known:
        return _Known(self._boards_by_path, self._bare, self._read, self.index, frozenset(changed))

    @cached_property
    def boards(self) -> tuple[Board, ...]:
        """The boards by folder; the project's own folder has one without a `dualtrack.yaml` too, if it has items."""
        boards = sorted((board for _, board in self._boards_by_path.values()), key=lambda board: board.folder)
        return (BARE, *boards) if self._bare else tuple(boards)

    @cached_property
    def _bare(self) -> str:
        """A file with items in the project's own folder, which has no `dualtrack.yaml`; empty where there is none."""
        if not all(board.folder for _, board in self._boards_by_path.values()):
            return ""
        paths = chain((self.known.bare,), self.documents)
        found = ((path, self.documents.get(path)) for path in paths if is_within(path, BARE.items_folder))
        return next((path for path, document in found if document and is_ours(document)), "")

    @cached_property
    def _boards_by_path(self) -> "_Boards":
        known = {path: entry for path, entry in self.known.boards.items() if entry[1].layout.has_our_settings}
        boards: _Boards = {}
        changed = (path for path in self.known.changed if path.rpartition("/")[2] == CONVENTIONS_FILE)
        for path in sorted({*known, *changed}):
            document = self.documents.get(path)
            if document and path in known and known[path][0] is document:
                boards[path] = known[path]
            elif document:
                folder = path.removesuffix(CONVENTIONS_FILE).rstrip("/")
                boards[path] = (document, Board(folder, *read_conventions(document), path))
        own = boards.get(CONVENTIONS_FILE)
        boards.update(self._backlog(own[1].imported if own else ()))
        return boards

    def _backlog(self, imported: tuple[str, ...]) -> "_Boards":
        """The board in a Backlog.md folder that was not imported."""
        known = {path: entry for path, entry in self.known.boards.items() if not entry[1].layout.has_our_settings}
        folders = {*USUAL_FOLDERS[1:], *(board.folder for _, board in known.values())}
        if not any(path in SETTINGS_FILES or path.partition("/")[0] in folders for path in self.known.changed):
            return known
        found = find_backlog(self.documents)
        if not found or found.path in imported:
            return {}
        settings = found.config or f"{found.path}/config.yml"
        document = self.documents.get(settings)
        if settings in known and known[settings][0] is document and known[settings][1].folder == found.path:
            return known
        return {settings: (document, Board(found.path, *read_backlog_conventions(document), settings, BACKLOG))}

    @cached_property
    def _by_depth(self) -> tuple[Board, ...]:
        return tuple(sorted(self.boards, key=lambda board: -len(board.folder)))

    def board_of(self, path: str) -> Board | None:
        """The board that a file belongs to: the nearest one above it, if the file lies where its items are."""
        nearest = next((board for board in self._by_depth if is_within(path, board.folder)), None)
        return nearest if nearest and nearest.keeps(path) else None

    def holds(self, path: str) -> bool:
        """Whether a file of this path would be one of the project's documents."""
        if path.rpartition("/")[2] in SETTINGS_FILES:
            return is_found(path, ("",), SETTINGS_FILES)
        return is_found(path, [board.items_folder for board in self.boards] or USUAL_FOLDERS, ITEM_SUFFIXES)

    @cached_property
    def _stale(self) -> Collection[str]:
        """The paths whose items may differ from those that are known: of changed files, or all where a board has changed."""
        same = self.known.boards == self._boards_by_path and bool(self.known.bare) == bool(self._bare)
        return self.known.changed if same else self.documents.keys() | self.known.read.keys()

    @cached_property
    def _read(self) -> Table[str, ReadFile]:
        before = self.known.read
        read: dict[str, ReadFile] = {}
        for path in self._stale:
            last = before.get(path)
            document = self.documents.get(path)
            board = self.board_of(path) if document and path not in self._boards_by_path else None
            if not document or not board:
                continue
            if last and last.document is document and last.board == board:
                read[path] = last
            elif path.endswith(board.layout.suffixes):
                read[path] = read_file(document, board)
        return before.with_changes(read, self._stale)

    @cached_property
    def index(self) -> Index:
        return self.known.index.changed(self.known.read, self._read, self._stale)

    @cached_property
    def run_links(self) -> RunLinks:
        """The runs that commits lead to, by id."""
        return self.facts.derive(run_links)

    @property
    def items(self) -> Table[str, Item]:
        """The items by key, in no order."""
        return self.index.items

    def find(self, name: str) -> Item | None:
        """The item that an id or a key names; of twins the first."""
        keys = (index := self.index)["id"][id := canonical(name)] or index["meant"][id]
        if not keys:
            return index.items.get(name)
        return index.items[next(iter(keys))] if len(keys) == 1 else self._sorted(keys)[0]

    def twins(self, id: str) -> tuple[Item, ...]:
        """The items with an id; more than one is a duplicate."""
        return self._sorted(self.index["id"][canonical(id)])

    def items_in(self, path: str) -> tuple[Item, ...]:
        """The items of a file, in their order there."""
        return self._sorted(self.index["path"][path])

    def item_at(self, place: Place) -> Item | None:
        """The item that a place in a file belongs to: of a sprint's file the inline item that stands there, else the sprint."""
        if place.path not in self._placed:
            document, items = self.documents[place.path], self.items_in(place.path)
            inline = [(node.span.start, item) for item in items if item.is_inline and (node := document.node(item.route))]
            self._placed[place.path] = [*((0, item) for item in items if not item.is_inline), *inline]
        placed = self._placed[place.path]
        index = bisect_right(placed, place.span.start, key=itemgetter(0))
        return placed[max(0, index - 1)][1] if placed else None

    @cached_property
    def _placed(self) -> dict[str, list[tuple[int, Item]]]:
        """By path, where each item of a file begins, as far as that was asked for."""
        return {}

    @cached_property
    def memory(self) -> dict[object, Any]:
        """What was worked out of items; see remembered.py."""
        return {}

    def board_at(self, path: str) -> Board | None:
        """The board that a file belongs to, its settings file included."""
        stated = self._boards_by_path.get(path)
        return stated[1] if stated else self.board_of(path)

    def referrers(self, item: Item) -> tuple[Item, ...]:
        """The items that refer to an item by its id."""
        return self._sorted(self.naming("refers", item))

    def naming(self, table: Literal["refers", "waits"], item: Item) -> frozenset[str]:
        """The keys of the items that a table has under an item's id, or under another one that means it and is nobody's."""
        names, board = self.index[table], self.board(item)
        meant = canonical(board.layout.means(item.id, board.conventions))
        found = names[canonical(item.id or item.key)]
        return found | names[meant] if meant and not self.index["id"][meant] else found

    def members(self, sprint: Sprint) -> tuple[Item, ...]:
        """The tasks and experiments of a sprint: its entries in their order, then those that name it."""
        listed = (self.find(entry.names) for entry in sprint.entries)
        keys = {key for name in sprint.names for key in self.index["refers"][name]}
        naming = (item for item in self._sorted(keys) if (named := self.sprint(item.sprint)) and named.names == sprint.names)
        return tuple({item.key: item for item in (*listed, *naming) if item and item.kind in ("task", "experiment")}.values())

    def sprint(self, name: str) -> Sprint | None:
        """The sprint that a key names: by its id, or by its title or number where no other one is called so."""
        found = self.find(name)
        if not found and len(keys := self.index["called"][canonical(name)]) == 1:
            found = self.items[next(iter(keys))]
        return found if isinstance(found, Sprint) else None

    def asking(self, what: str) -> Iterator[Item]:
        """The items of which sources are asked about something; see `TableName`."""
        return (self.items[key] for key in self.index["asks"][what])

    def _sorted(self, keys: Collection[str]) -> tuple[Item, ...]:
        if len(keys) < 2:
            return tuple(self.items[key] for key in keys)
        return tuple(sorted((self.items[key] for key in keys), key=precedence))

    @property
    def prefixes(self) -> frozenset[str]:
        """The known prefixes, upper case: built in, configured, and those of existing items."""
        configured = [prefix for board in self.boards for prefix in board.conventions.prefixes]
        return frozenset((*BUILT_IN_PREFIXES, *configured, *self.lookups.of(self.index["id"], prefixes))) - {""}

    def board(self, item: Item) -> Board:
        return self._read[item.path].board

    def conventions(self, item: Item) -> Conventions:
        return self._read[item.path].board.conventions

    def document(self, item: Item) -> Document:
        return self.documents[item.path]

    def today(self, item: Item) -> date:
        """The date in the time zone of the item's board."""
        return self.facts.today(self.conventions(item).timezone)

    def local(self, item: Item, when: datetime) -> datetime:
        """A moment in the time zone of the item's board, for the day that is shown or written."""
        return self.facts.local(when, self.conventions(item).timezone)

    def place(self, item: Item, *routes: Route) -> Place:
        """Where the first of the item's routes that is there stands, else the item's head."""
        document = self.document(item)
        for route in routes:
            if span := document.span((*item.route, *route)):
                return Place(item.path, span)
        return Place(item.path, document.head_of(item.route))
