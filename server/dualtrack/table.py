"""Immutable mappings that know how they differ from an earlier value, which is what makes incremental work cheap."""

from collections.abc import ItemsView, Iterable, Iterator, KeysView, Mapping, ValuesView
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar, cast, overload

K = TypeVar("K")
V = TypeVar("V")
D = TypeVar("D")

_GONE: Any = object()
_SHARED: Any = object()
_OF_CHANGES = 16
"""A table shares its entries with an earlier one where no more than one of so many differs."""


class Record:
    """Base of values whose attributes are compared one by one when it is worked out what is stale."""

    __slots__ = ()


class Table(Mapping[K, V], Generic[K, V]):
    """A mapping that nobody changes; `with_changes` makes another one, which knows how it differs from this one.

    A key that is typed changes one entry of ten thousand, and to copy them all costs more than to read the file. So both tables
    look into the same dictionary, and the later one first into its own changes.
    """

    __slots__ = ("__weakref__", "_changes", "_shared", "_size", "_whole")

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        self._shared: dict[K, V] = dict(entries)
        self._changes: dict[K, Any] = {}
        """Entries that are other or new, and `_GONE` for those that are not there any more."""
        self._size = len(self._shared)
        self._whole: dict[K, V] | None = None

    def __hash__(self) -> int:  # it can be the key of a cache
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self._entries == (cast("Table[Any, Any]", other)._entries if isinstance(other, Table) else other)

    def __getitem__(self, key: K) -> V:
        if self._changes and (found := self._changes.get(key, _SHARED)) is not _SHARED:
            if found is _GONE:
                raise KeyError(key)
            return found
        return self._shared[key]

    @overload
    def get(self, key: K, default: None = None, /) -> V | None: ...
    @overload
    def get(self, key: K, default: V, /) -> V: ...
    @overload
    def get(self, key: K, default: D, /) -> V | D: ...
    def get(self, key: K, default: Any = None, /) -> Any:
        if self._changes and (found := self._changes.get(key, _SHARED)) is not _SHARED:
            return default if found is _GONE else found
        return self._shared.get(key, default)

    def __contains__(self, key: Any) -> bool:
        return self.get(key, _GONE) is not _GONE

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def keys(self) -> KeysView[K]:
        return self._entries.keys()

    def values(self) -> ValuesView[V]:
        return self._entries.values()

    def items(self) -> ItemsView[K, V]:
        return self._entries.items()

    @property
    def _entries(self) -> dict[K, V]:
        """All of them in one dictionary, made when somebody asks for more than one entry."""
        if not self._changes:
            return self._shared
        if self._whole is None:
            whole = {**self._shared, **self._changes}
            for key in [key for key, value in self._changes.items() if value is _GONE]:
                del whole[key]
            self._whole = whole
        return self._whole

    def with_changes(self, changed: Mapping[K, V], gone: Iterable[K] = ()) -> "Table[K, V]":
        """With these entries added or replaced, and the entries of some keys gone; itself where that is no difference."""
        gone = [key for key in dict.fromkeys(gone) if key in self and key not in changed]
        if not changed and not gone:
            return self
        later = type(self)()
        is_little = (len(self._changes) + len(changed) + len(gone)) * _OF_CHANGES <= len(self._shared)
        if is_little and not any(self._changes.get(key) is _GONE for key in changed):  # what comes again comes last
            later._shared, later._changes = self._shared, {**self._changes, **changed, **dict.fromkeys(gone, _GONE)}
            later._size = self._size + sum(key not in self for key in changed) - len(gone)
        else:
            later._shared = {**self._entries, **changed}
            for key in gone:
                del later._shared[key]
            later._size = len(later._shared)
        return later

    def keys_changed_since(self, before: "Table[K, V]") -> AbstractSet[K]:
        """The keys whose value is new, gone or another one."""
        if self is before:
            return frozenset()
        is_shared = self._shared is before._shared
        now, then = (self._changes, before._changes) if is_shared else (self._entries, before._entries)
        changed = {key for key, value in now.items() if (last := then.get(key, _SHARED)) is not value and last != value}
        return changed.union(key for key in then if key not in now)

    def whole(self) -> "Table[K, V]":
        """The table itself. Ask for it where every entry matters: a table that records what is read counts them all as read."""
        return self


def grouped(pairs: Iterable[tuple[K, V]]) -> Table[K, tuple[V, ...]]:
    """The values of each key, in the order in which they come."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return Table({key: tuple(values) for key, values in found.items()})
