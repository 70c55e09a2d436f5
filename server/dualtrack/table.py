"""Immutable mappings that know how they differ from an earlier value, which is what makes incremental work cheap."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Generic, TypeVar
from weakref import ref

K = TypeVar("K")
V = TypeVar("V")


class Record:
    """Base of values whose attributes are compared one by one when it is worked out what is stale."""

    __slots__ = ()


class Table(dict[K, V], Generic[K, V]):
    """A mapping that nobody changes; `with_changes` makes another one, which knows how it differs from this one."""

    __slots__ = ("__weakref__", "_before", "_changed")

    def __init__(self, entries: Mapping[K, V] | Iterable[tuple[K, V]] = ()) -> None:
        super().__init__(entries)
        self._before: ref[Any] | None = None
        self._changed: AbstractSet[K] = frozenset()

    def __hash__(self) -> int:  # pyright: ignore[reportIncompatibleVariableOverride] - it can be the key of a cache
        return id(self)

    def with_changes(self, changed: Mapping[K, V], gone: Iterable[K] = ()) -> "Table[K, V]":
        """With these entries added or replaced, and the entries of some keys gone; itself where that is no difference."""
        gone = [key for key in gone if key in self and key not in changed]
        if not changed and not gone:
            return self
        later = type(self)(self)
        later.update(changed)
        for key in gone:
            del later[key]
        later._before = ref(self)
        later._changed = changed.keys() | gone
        return later

    def keys_changed_since(self, before: "Table[K, V]") -> AbstractSet[K]:
        """The keys whose value is new, gone or another one."""
        if self is before:
            return frozenset()
        if self._before and self._before() is before:
            return self._changed
        missing = object()
        changed = {key for key, value in self.items() if (then := before.get(key, missing)) is not value and then != value}
        return changed.union(key for key in before if key not in self)

    def whole(self) -> "Table[K, V]":
        """The table itself. Ask for it where every entry matters: a table that records what is read counts them all as read."""
        return self


def grouped(pairs: Iterable[tuple[K, V]]) -> Table[K, tuple[V, ...]]:
    """The values of each key, in the order in which they come."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return Table({key: tuple(values) for key, values in found.items()})
