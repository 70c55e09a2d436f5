"""All facts of a project: what each source told last, and why it could not tell more."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Generic, Literal, TypeVar, cast
from zoneinfo import ZoneInfo

from dualtrack.facts.clock import Clock
from dualtrack.model.item import Item
from dualtrack.table import Record, Table


class Fact(Record):
    """Base of every fact. Made without arguments, it is what is known before anybody was asked: nothing."""

    __slots__ = ()

    part: ClassVar[str] = ""
    """What of a source it is that tells several facts, such as a tracker; empty where that needs not be said."""
    beyond: str = ""
    """What is not read by intent, such as what lies beyond a limit, as a sentence without capital and period."""

    @property
    def missing(self) -> str:
        """What could not be read though the source was, in the same form; empty where all was."""
        return ""

    def concerns(self, item: Item) -> bool:
        """Whether an item's card says why not all of this is known."""
        return True

    @classmethod
    def merged(cls, parts: "Sequence[Any]", before: Any) -> Any:
        """What several sources told as one value; `before` is what this was the last time."""
        raise TypeError(f"{cls.__name__} has several sources and does not say how to merge them")


F = TypeVar("F", bound=Fact)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why something is not known.

    `pending`: nobody was asked yet. `untrusted`: the folder is not trusted. `failed`: the source could not be read. `partial`:
    it was read, but does not hold everything. `beyond`: the rest is not read by intent, which nobody can mend. `source` is how
    people call the source; `reason` is the end of a sentence; `as_of` is when the last known value was read, None where there
    is none.
    """

    why: Literal["pending", "untrusted", "failed", "partial", "beyond"]
    source: str = ""
    reason: str = ""
    as_of: datetime | None = field(default=None, compare=False)  # its age is said anew whenever it is shown


@dataclass(frozen=True, slots=True)
class Told(Generic[F]):
    """What one source told last: the last known value, when it was read, and why it could not be read since."""

    fact: type[F]
    value: F | None = None
    as_of: datetime | None = None
    unknown: Unknown | None = None


_PENDING = (Unknown("pending"),)


@dataclass(frozen=True)
class Facts(Record):
    """Every fact by its class: `facts[History]`. A fact that nobody told is empty, and `unknown` says why."""

    clock: Clock = field(default_factory=Clock)
    told: Table[str, Told[Any]] = field(default_factory=Table[str, Told[Any]])
    """By the source's unique name."""
    values: Table[type[Fact], Fact] = field(default_factory=Table[type[Fact], Fact])
    unknowns: Table[type[Fact], tuple[Unknown, ...]] = field(default_factory=Table[type[Fact], tuple[Unknown, ...]])

    def __getitem__(self, fact: type[F]) -> F:
        """What is known of a fact."""
        return cast("F", self.values.get(fact) or empty(fact))

    def unknown(self, fact: type[Fact]) -> tuple[Unknown, ...]:
        """Why not all of a fact is known; empty where it is."""
        return self.unknowns.get(fact, _PENDING)

    derived: dict[Any, Any] = field(default_factory=dict[Any, Any], repr=False, compare=False)

    def derive(self, work: Callable[["Facts"], R]) -> R:
        """What a function makes of these facts, worked out once; it may not read the time."""
        if work not in self.derived:
            self.derived[work] = work(self)
        return self.derived[work]

    @property
    def now(self) -> datetime | None:
        """When facts entered."""
        return self.clock.now

    def today(self, zone: str) -> date:
        """The date in a time zone; in the machine's own where that is not known."""
        return self.clock.todays.get(zone) or self.clock.todays[""]

    def local(self, when: datetime, zone: str) -> datetime:
        """A moment as the clocks of a time zone show it; those of the machine where the zone has no name."""
        return when.astimezone(ZoneInfo(zone) if zone else self.clock.zone)

    def with_clock(self, clock: Clock) -> "Facts":
        """With another time."""
        return replace(self, clock=clock)

    def with_told(self, told: "dict[str, Told[Any] | None]") -> "Facts":
        """With what sources told now, None for a source that is no longer asked; itself where nothing is different."""
        changed = {name: each for name, each in told.items() if each and each != self.told.get(name)}
        gone = [name for name, each in told.items() if not each and name in self.told]
        if not changed and not gone:
            return self
        concerned = {each.fact for name in (*changed, *gone) for each in (self.told.get(name), told[name]) if each}
        everything = self.told.with_changes(changed, gone)
        by_fact: dict[type[Fact], list[Told[Any]]] = defaultdict(list)
        for each in everything.values():
            if each.fact in concerned:
                by_fact[each.fact].append(each)
        values: dict[type[Fact], Fact] = {}
        unknowns: dict[type[Fact], tuple[Unknown, ...]] = {}
        for fact in concerned:
            before = self.values.get(fact)
            parts = [each.value for each in by_fact[fact] if each.value is not None]
            value = fact.merged(parts, before) if len(parts) > 1 else next(iter(parts), None)
            if value is not None and (before is None or (value is not before and value != before)):
                values[fact] = value
            reasons = tuple(reason for each in by_fact[fact] for reason in _reasons(each))
            if by_fact[fact] and reasons != self.unknowns.get(fact):
                unknowns[fact] = reasons
        lost = [fact for fact in concerned if not by_fact[fact]]
        void = [fact for fact in concerned if all(each.value is None for each in by_fact[fact])]
        return Facts(self.clock, everything, self.values.with_changes(values, void), self.unknowns.with_changes(unknowns, lost))


def _reasons(told: Told[Any]) -> list[Unknown]:
    found = [told.unknown] if told.unknown else []
    if told.value and (missing := told.value.missing):
        found.append(Unknown("partial", "", missing, told.as_of))
    if told.value and (beyond := told.value.beyond):
        found.append(Unknown("beyond", "", beyond, told.as_of))
    return found


_EMPTY: dict[type[Fact], Fact] = {}


def empty(fact: type[F]) -> F:
    """What is known of a fact before anybody was asked: always the same object, for facts that are compared by identity."""
    if fact not in _EMPTY:  # it is asked for many times for each item
        _EMPTY.setdefault(fact, fact())
    return cast("F", _EMPTY[fact])
