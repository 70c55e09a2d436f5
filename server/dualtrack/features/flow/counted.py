"""The courses of items as tables of numbers, counted once, so that the figures of any day are cut out of them."""

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple, TypeVar

from dualtrack.project.blocks import BlockedDays
from dualtrack.project.course import CLOSED, Closing, Course, StatusColumn, Stay
from dualtrack.project.replay import Replay

K = TypeVar("K")


class Closed(NamedTuple):
    """A closing of an item, as it is told; `days` is its cycle time."""

    day: int
    written: str
    key: str
    label: str
    track: str
    days: int | None
    phase: str


@dataclass(frozen=True)
class Counted:
    """The courses of all items, or of those of some keys, from the first day of the history to today."""

    replay: Replay
    keys: Container[str] | None = None

    @cached_property
    def courses(self) -> Sequence[Course]:
        """Those that are counted."""
        return [course for course in self.replay.courses if self.keys is None or course.key in self.keys]

    @cached_property
    def first(self) -> int:
        """The first day."""
        return self.replay.first or 0

    @cached_property
    def _length(self) -> int:
        return max(0, self.replay.today - self.first) + 1

    @cached_property
    def standing(self) -> dict[StatusColumn, list[int]]:
        """How many items were in each column at the end of each day."""
        stays = ((stay.column, stay) for course in self.courses for stay in course.stays)
        return self._counted(stays, self.replay.columns)

    @cached_property
    def load(self) -> dict[str, list[int]]:
        """How many items each person had in progress at the end of all days up to each one, added up."""
        active = (stay for _, _, stay, _ in self.open if stay.column.phase == "active")
        counted = self._counted((person, stay) for stay in active for person in stay.people)
        return {person: list(accumulate(each)) for person, each in counted.items()}

    def _counted(self, stays: Iterable[tuple[K, Stay]], names: Iterable[K] = ()) -> dict[K, list[int]]:
        """The stays of each name on each day."""
        length, first = self._length, self.first
        changes: dict[K, list[int]] = {name: [0] * (length + 1) for name in names}
        for name, stay in stays:
            of_name = changes.get(name)
            if of_name is None:
                of_name = changes[name] = [0] * (length + 1)
            if (start := stay.since - first) < length:
                of_name[start] += 1
                of_name[min(stay.until - first, length)] -= 1
        return {name: list(accumulate(each[:-1])) for name, each in changes.items()}

    @cached_property
    def open(self) -> list[tuple[int, int, Stay, Course]]:
        """Every stay of what was not closed, in their order, each with its first day and the day on which it ended."""
        stays = ((stay.since, stay.until, stay, course) for course in self.courses for stay in course.stays)
        return sorted((each for each in stays if each[2].column.phase not in CLOSED), key=itemgetter(0))

    @cached_property
    def _open_in(self) -> dict[int, list[tuple[int, int, Stay, Course]]]:
        """What is open on some day of each 32 days that were asked for, in the order of `open`."""
        return {}

    def _open_near(self, day: int) -> list[tuple[int, int, Stay, Course]]:
        """What is open on some of the 32 days of which this is one."""
        found, start = self._open_in, day & ~31
        if start not in found:
            found[start] = [each for each in self.open if each[0] < start + 32 and start < each[1]]
        return found[start]

    @cached_property
    def tracks(self) -> list[str]:
        """Those of the courses, in the order of the boards."""
        there = {course.track for course in self.courses}
        return list(dict.fromkeys(column.track for column in self.replay.columns if column.track in there))

    @cached_property
    def closings(self) -> dict[str, tuple[Closing, ...]]:
        """The closings of each item that has some, whether it is counted or not."""
        return {course.key: course.closings for course in self.replay.courses if course.closings}

    @cached_property
    def blocks(self) -> list[tuple[BlockedDays, Course]]:
        """The days for which an item was blocked."""
        return [(block, course) for course in self.courses for block in course.blocks]

    @cached_property
    def _closings(self) -> tuple[list[Closed], list[tuple[int, Closed]]]:
        """The closings for good, oldest first, and those that were taken back, each with the day of that."""
        last, taken_back = list[Closed](), list[tuple[int, Closed]]()
        days = {day: date.fromordinal(day).isoformat() for course in self.courses for day, *_ in course.closings}
        for course in self.courses:
            for closing in course.closings:
                told = _told(course, closing, days[closing.day])
                last.append(told) if closing.reopened > self.replay.today else taken_back.append((closing.reopened, told))
        return sorted(last), taken_back

    @cached_property
    def learned(self) -> list[int]:
        """The days on which the learnings of an experiment were first written down, in order."""
        days = (next((stay.since for stay in course.stays if stay.learned), None) for course in self.courses)
        return sorted(day for day in days if day is not None)

    def reopened(self, since: int) -> list[tuple[int, Closed]]:
        """What was closed since a day and opened again, each with the day of that."""
        return [(reopened, told) for reopened, told in self._closings[1] if since <= told.day]

    def closed(self, since: int, day: int) -> list[Closed]:
        """What was closed in these days and was still so at the end of the last, oldest first."""
        last, taken_back = self._closings
        start, end = (bisect_right(last, each, key=itemgetter(0)) for each in (since - 1, day))
        back = [told for reopened, told in taken_back if since <= told.day <= day < reopened]
        return sorted([*last[start:end], *back]) if back else last[start:end]

    def on(self, day: int) -> list[tuple[Stay, Course]]:
        """How every item stood at the end of a day that was not closed."""
        return [(stay, course) for since, until, stay, course in self._open_near(day) if since <= day < until]

    def active_days(self, column: StatusColumn, since: int, day: int) -> int:
        """For how many days items were in a column, added up."""
        return sum(self.standing[column][since - self.first : day - self.first + 1])


def _told(course: Course, closing: Closing, written: str) -> Closed:
    days = None if closing.begun is None else closing.day - closing.begun
    return Closed(closing.day, written, course.key, course.label, course.track, days, closing.phase)
