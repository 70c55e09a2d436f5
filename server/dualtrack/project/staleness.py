"""What must be worked out again for a later project: the only place that says so.

While something is worked out for an item, it is given a project that records what is read: which entry of which table, which
attribute of which fact. It is stale as soon as one of these is different. So a new table, fact or rule needs no line here.
What a `settled` function says (settled.py) counts as one thing that is read: it is asked again where something that it read
itself is different, and who reads it is stale only if it says something else.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from types import FunctionType, MethodType
from typing import Any, Generic, TypeAlias, TypeVar, cast

from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.project.settled import Question
from dualtrack.table import Record, Table

V = TypeVar("V")

_WHOLE = object()
"""What is read of a table by those to whom every entry matters, and of an attribute."""

_Route: TypeAlias = tuple[Hashable, ...]
"""The way from the project to a table or an attribute."""
_SETTLED: _Route = ("settled",)
_Read: TypeAlias = tuple[_Route, Hashable]
_Reader: TypeAlias = "str | Question"
"""An item by its key, or what a settled function was asked."""
_Readers: TypeAlias = Table[Hashable, frozenset[_Reader]]
_NOBODY: _Readers = Table()


@dataclass(frozen=True)
class WorkedOut(Generic[V]):
    """What was worked out for each item of a project, by key, and what was read for it. `changed` are the keys that were worked
    out for this value, and those of items that are gone."""

    project: Project | None = None
    values: Table[str, V] = field(default_factory=lambda: Table[str, V]())
    changed: AbstractSet[str] = frozenset()
    reads: Table[_Reader, frozenset[_Read]] = field(default_factory=Table[_Reader, "frozenset[_Read]"], repr=False)
    settled: Table[Question, Any] = field(default_factory=Table[Question, Any], repr=False)
    readers: Table[_Route, _Readers] = field(default_factory=Table[_Route, _Readers], repr=False)


def work_out(project: Project, before: WorkedOut[V], work: Callable[[Project, Item], V], once: bool = False) -> WorkedOut[V]:
    """Ask `work` about every item of a project; what it said of an earlier project stands where nothing that it read differs.

    `once`: there will be no later project, so nothing is recorded.
    """
    if once:
        everything = Table({key: work(project, item) for key, item in project.items.items()})
        return WorkedOut(project, everything, project.items.keys())
    values: dict[str, V] = {}
    reads: dict[_Reader, frozenset[_Read]] = {}
    settled: dict[Question, Any] = {}
    read: set[_Read] = set()
    lost: list[tuple[_Reader, frozenset[_Read]]] = []
    found: list[tuple[_Reader, frozenset[_Read]]] = []

    def record(reader: _Reader, new: frozenset[_Read]) -> None:
        old = reads[reader] if reader in reads else before.reads.get(reader, frozenset[_Read]())
        if new != old:
            reads[reader] = new
            lost.append((reader, old - new))
            found.append((reader, new - old))

    def settle(question: Question) -> Any:
        """Its answer now. What is read for it is not read by who asks, nor is what is remembered meanwhile."""
        outside, read_outside = dict(recorded.__dict__), frozenset(read)
        read.clear()
        recorded.__dict__.update(memory={}, settled=None)
        try:
            settled[question] = question.answer(recorded)
            record(question, frozenset(read))
        finally:
            read.clear()
            read.update(read_outside)
            recorded.__dict__.update(outside)
        return settled[question]

    def ask(question: Question) -> Any:
        read.add((_SETTLED, question))
        known = settled if question in settled or question in concerned else before.settled
        return known[question] if question in known else settle(question)

    recorded = cast(Project, _RecordedValue(project, (), read))
    recorded.__dict__.update(memory={}, settled=ask)
    concerned = set(_stale(project, before))
    stale = {each for each in concerned if isinstance(each, str)}
    for question in concerned - stale:
        assert isinstance(question, Question)
        old, readers = before.settled.get(question), before.readers.get(_SETTLED, _NOBODY).get(question)
        if not readers:
            record(question, frozenset())
            continue
        try:
            is_same = settle(question) == old
        except Exception:  # as whoever asks will see
            is_same = False
        if not is_same:
            stale |= cast("frozenset[str]", readers)
    for key in stale:
        item = project.items.get(key)
        recorded.__dict__["memory"] = {}  # what is remembered of one item was read for that one
        if item:
            values[key] = work(recorded, item)
        record(key, frozenset(read))
        read.clear()
    recorded.__dict__.clear()  # with `ask` it is a cycle that holds the whole project
    return WorkedOut(
        project,
        before.values.with_changes(values, stale),
        stale,
        before.reads.with_changes({reader: new for reader, new in reads.items() if new}, reads),
        before.settled.with_changes(settled, cast("set[Question]", concerned)),
        _readers(before.readers, lost, found),
    )


def _stale(project: Project, before: WorkedOut[Any]) -> Iterator[_Reader]:
    """The keys of the items that are new or gone, and who read something that is different now."""
    if not before.project:
        yield from project.items
        return
    yield from project.items.keys_changed_since(before.project.items)
    for route, readers in before.readers.items():
        old, new = _at(before.project, route), _at(project, route)
        if old is new:
            continue
        if isinstance(old, Table) and isinstance(new, Table):
            changed = cast("Table[Hashable, Any]", new).keys_changed_since(cast("Table[Hashable, Any]", old))
            for name in (*changed, _WHOLE) if changed else ():
                yield from readers.get(name, ())
        elif old != new:
            for keys in readers.values():
                yield from keys


def _readers(
    before: Table[_Route, _Readers],
    lost: Iterable[tuple[_Reader, frozenset[_Read]]],
    found: Iterable[tuple[_Reader, frozenset[_Read]]],
) -> Table[_Route, _Readers]:
    """Who read what."""
    changes: dict[_Route, dict[Hashable, frozenset[_Reader]]] = defaultdict(dict)

    def table(route: _Route) -> _Readers:
        return before.get(route) or _NOBODY

    for (route, name), keys in _by_read(lost).items():
        changes[route][name] = table(route)[name] - keys
    alone: dict[_Reader, frozenset[_Reader]] = {}
    for (route, name), keys in _by_read(found).items():
        others = changes[route][name] if name in changes[route] else table(route).get(name)
        if not others and len(keys) == 1:
            (key,) = keys
            changes[route][name] = alone.setdefault(key, frozenset(keys))  # one set for all that only this item reads
        else:
            changes[route][name] = (others or frozenset()) | keys
    later = {
        route: table(route).with_changes({name: keys for name, keys in changed.items() if keys}, changed)
        for route, changed in changes.items()
    }
    return before.with_changes(later)


def _by_read(reads_of: Iterable[tuple[_Reader, frozenset[_Read]]]) -> dict[_Read, set[_Reader]]:
    readers: dict[_Read, set[_Reader]] = defaultdict(set)
    for key, reads in reads_of:
        for read in reads:
            readers[read].add(key)
    return readers


def _at(value: Any, route: _Route) -> Any:
    for step in route:
        if isinstance(value, Table):
            value = cast("Table[Hashable, Any]", value).get(step)
        else:
            value = getattr(value, cast(str, step), None)
    return value


class _RecordedValue:
    """A value whose attributes are recorded; its methods and properties read through this."""

    def __init__(self, value: Record, route: _Route, reads: set[_Read]) -> None:
        self._recorded = (value, route, reads)

    def __getattr__(self, name: str) -> Any:
        value, route, reads = self._recorded
        stated = getattr(type(value), name, None)
        if isinstance(stated, FunctionType):
            return MethodType(stated, self)  # kept, it would be a cycle that holds the whole project
        if isinstance(stated, property) and stated.fget:
            return stated.fget(self)
        found = _wrapped(getattr(value, name), (*route, name), reads)
        if found is None:
            reads.add(((*route, name), _WHOLE))
            return getattr(value, name)
        self.__dict__[name] = found
        return found

    def __getitem__(self, name: Any) -> Any:
        return type(self._recorded[0]).__getitem__(self, name)  # pyright: ignore


def _wrapped(value: Any, route: _Route, reads: set[_Read]) -> Any:
    """What records what is read of a table or a record; None of anything else."""
    if isinstance(value, Table):
        return _RecordedTable(cast("Table[Hashable, Any]", value), route, reads)
    return _RecordedValue(value, route, reads) if isinstance(value, Record) else None


class _RecordedTable:
    """A table whose entries are recorded as they are looked up.

    An entry that is itself a table or a record is wrapped: what is read of it counts, not the entry.
    """

    def __init__(self, table: "Table[Hashable, Any]", route: _Route, reads: set[_Read]) -> None:
        self._table = table
        self._route = route
        self._reads = reads
        self._inner: dict[Hashable, Any] = {}

    def get(self, key: Hashable, default: Any = None) -> Any:
        if key in self._inner:
            return self._inner[key]
        found = self._table.get(key, default)
        if found is not default and (wrapped := _wrapped(found, (*self._route, key), self._reads)) is not None:
            self._inner[key] = wrapped
            return wrapped
        self._reads.add((self._route, key))
        return found

    def __getitem__(self, key: Hashable) -> Any:
        if key in self._inner:
            return self._inner[key]
        self._reads.add((self._route, key))
        return self._table[key]

    def __contains__(self, key: object) -> bool:
        self._reads.add((self._route, cast(Hashable, key)))
        return key in self._table

    def __iter__(self) -> Iterator[Hashable]:
        return iter(self.whole())

    def __len__(self) -> int:
        return len(self.whole())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.whole(), name)

    def whole(self) -> "Table[Hashable, Any]":
        """The table itself; every entry of it counts as read."""
        self._reads.add((self._route, _WHOLE))
        return self._table
