"""The course of an item: how it stood from day to day, put together step by step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dualtrack.facts.pasts import ItemState
from dualtrack.model.conventions import Phase
from dualtrack.project.blocks import FOREVER, Blocked, BlockedDays, blocks

CLOSED = ("done", "dropped")


class StatusColumn(NamedTuple):
    """A status of a track; of one that the board does not know the phase is None."""

    track: str
    status: str
    phase: Phase | None


class Stay(NamedTuple):
    """How an item stood from one day up to another, on which it does not stand so any more."""

    since: int
    until: int
    column: StatusColumn
    people: tuple[str, ...] = ()
    learned: bool = False


class Closing(NamedTuple):
    """A day on which an item was closed, and that on which it was opened again; `begun` is the day on which work on it began,
    None where it was never seen in progress."""

    day: int
    reopened: int
    begun: int | None
    phase: Phase


class Course(NamedTuple):
    """An item's course. `closings` are those that were seen: what came closed out of another tool, or was closed in the oldest
    commit of a shallow clone, has none. `at_least`: it was in progress in that commit, so that nobody knows since when."""

    key: str
    label: str
    track: str
    stays: tuple[Stay, ...]
    closings: tuple[Closing, ...]
    blocks: tuple[BlockedDays, ...]
    begun: int | None
    at_least: bool
    brought_by: str | None = None
    """The commit that brought it already closed, empty where it is not committed."""
    removed_by: str = ""
    """The commit that removed its file while it was open; empty where it is there, or was closed."""

    def blocked_on(self, day: int) -> str:
        """What blocks the item at the end of a day; empty where nothing does."""
        return next((block.kind for block in self.blocks if block.since <= day < block.until), "")


def last_open(is_closed: Sequence[bool]) -> tuple[int, int]:
    """Of the steps of an item, the first one that it was open in before it was closed last, and the first one behind them."""
    end = next((at for at in range(len(is_closed), 0, -1) if not is_closed[at - 1]), 0)
    return next((at for at in range(end, 0, -1) if is_closed[at - 1]), 0), end


def closed_when_stated(
    found: list[tuple[date, ItemState | None]], is_closed: Sequence[bool], stated: date
) -> list[tuple[date, ItemState | None]]:
    """The states of an item that is closed, by day, with the closing on the day that its file states: git is often told later.
    Before it was opened last it was not closed for good."""
    start, end = last_open(is_closed)
    closed = found[end][1] if start < end < len(found) else None
    if not closed or (day := max(stated, found[start][0])) >= found[end][0]:
        return found
    opened = found[start:end]
    held = [state for since, state in opened if since <= day]
    later = [(day, held[-1]), *(each for each in opened if each[0] > day)]
    ended = [(since, state and state._replace(status=closed.status, folder=closed.folder)) for since, state in later]
    return [*found[:start], *(each for each in opened if each[0] < day), *ended, *found[end:]]


@dataclass(slots=True)
class CourseBuilder:
    """A course while it is put together; `hash` and `oldest` are those of the version that is looked at."""

    day: int = 0
    hash: str = ""
    oldest: bool = False
    stays: list[Stay] = field(default_factory=list[Stay])
    since: int = 0
    column: StatusColumn | None = None
    people: tuple[str, ...] = ()
    learned: bool = False
    is_closed: bool = False
    """How the item stands, and since when; without a column its file is not there."""
    blocked: list[Blocked] = field(default_factory=list[Blocked])
    held: tuple[str, str, bool] = ("", "", False)
    """What blocked the item last, since when, and whether it was closed."""
    closings: list[Closing] = field(default_factory=list[Closing])
    begun: int | None = None
    at_least: bool = False
    brought_by: str | None = None
    removed_by: str = ""

    def step(
        self,
        day: int,
        column: StatusColumn | None,
        blocked: str = "",
        blocked_since: str = "",
        people: tuple[str, ...] = (),
        learned: bool = False,
    ) -> None:
        """From this day the item stands so, blocked by a kind since a stated day; None: its file is gone."""
        was, was_closed = self.column, self.is_closed
        if column is None:
            if was is None or was_closed:
                return  # what is put away after it was closed stays closed
            self.removed_by, is_closed = self.hash, False
        else:
            self.removed_by, phase = "", column.phase
            is_closed = phase in CLOSED
            if phase == "active" and self.begun is None:
                self.begun, self.at_least = day, self.oldest
            elif phase and is_closed and not was_closed:
                self._close(day, phase, was)
        if was_closed and not is_closed:
            self.closings[-1:] = [closing._replace(reopened=day) for closing in self.closings[-1:]]
        if (held := (blocked, blocked_since, is_closed or column is None)) != self.held:
            self.held = held
            self.blocked.append(Blocked(day, *held))
        if was is not None:
            if column == was and people == self.people and learned == self.learned:
                return
            if self.since < day:
                self.stays.append(Stay(self.since, day, was, self.people, self.learned))
        self.since, self.column, self.people, self.learned, self.is_closed = day, column, people, learned, is_closed

    def _close(self, day: int, phase: Phase, was: StatusColumn | None) -> None:
        if was is None and not self.stays:
            if self.oldest:
                return
            self.brought_by = self.hash
        self.closings.append(Closing(day, FOREVER, None if self.at_least else self.begun, phase))

    def course(self, key: str, label: str, track: str) -> list[Course]:
        """What was put together, if there was anything."""
        last = [Stay(self.since, FOREVER, self.column, self.people, self.learned)] if self.column else []
        stays = (*self.stays, *last)
        closings, blocked = tuple(self.closings), blocks(self.blocked)
        found = (key, label, track, stays, closings, blocked, self.begun, self.at_least, self.brought_by, self.removed_by)
        return [Course(*found)] if stays else []
