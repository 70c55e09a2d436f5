"""The courses of items as tables of numbers, counted once, so that the figures of any day are cut out of them."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from dualtrack.project.replay import Closing, Column, Course, Replay, Stay


@dataclass(frozen=True)
class Counted:
    """The courses of all items, or of those of some keys, from the first day of the history to today."""

    replay: Replay
    keys: Collection[str] | None = None

    @cached_property
    def courses(self) -> Sequence[Course]:
        """Those that are counted."""
        return [course for course in self.replay.courses if self.keys is None or course.key in self.keys]

    @property
    def first(self) -> int:
        return self.replay.first or 0

    @property
    def _days(self) -> int:
        return max(0, self.replay.today - self.first) + 1

    @cached_property
    def stays(self) -> list[tuple[Stay, Course]]:
        """Every stay."""
        return [(stay, course) for course in self.courses for stay in course.stays]

    @cached_property
    def standing(self) -> dict[Column, list[int]]:
        """How many items were in each column at the end of each day."""
        changes: dict[Column, list[int]] = {column: [0] * (self._days + 1) for column in self.replay.columns}
        for stay, _ in self.stays:
            self._span(changes[stay.column], stay)
        return {column: list(accumulate(each[:-1])) for column, each in changes.items()}

    @cached_property
    def load(self) -> dict[str, list[int]]:
        """How many items each person had in progress at the end of all days up to each one, added up."""
        changes: dict[str, list[int]] = defaultdict(lambda: [0] * (self._days + 1))
        for stay, _ in self.stays:
            if stay.column.phase == "active":
                for person in stay.people:
                    self._span(changes[person], stay)
        return {person: list(accumulate(accumulate(each[:-1]))) for person, each in changes.items()}

    @cached_property
    def closings(self) -> list[tuple[int, Closing, Course]]:
        """Every closing, oldest first, with its day."""
        found = ((closing.day, closing, course) for course in self.courses for closing in course.closings)
        return sorted(found, key=itemgetter(0))

    @cached_property
    def blocks(self) -> list[tuple[Stay, Course]]:
        """The stays for which an item was blocked."""
        return [(stay, course) for stay, course in self.stays if stay.blocked]

    @cached_property
    def learned(self) -> list[int]:
        """The days on which the learnings of an experiment were first written down, in order."""
        days = (next((stay.since for stay in course.stays if stay.learned), None) for course in self.courses)
        return sorted(day for day in days if day is not None)

    def closed(self, since: int, day: int) -> Iterable[tuple[Closing, Course]]:
        """What was closed in these days and was still so at the end of the last."""
        start, end = (bisect_right(self.closings, each, key=itemgetter(0)) for each in (since - 1, day))
        return ((closing, course) for _, closing, course in self.closings[start:end] if closing.reopened > day)

    def on(self, day: int) -> list[tuple[Stay, Course]]:
        """How every item stood at the end of a day."""
        return [each for each in self.stays if each[0].since <= day < each[0].until]

    def active_days(self, column: Column, since: int, day: int) -> int:
        """For how many days items were in a column, added up."""
        return sum(self.standing[column][since - self.first : day - self.first + 1])

    def _span(self, changes: list[int], stay: Stay) -> None:
        start, end = stay.since - self.first, stay.until - self.first
        if start < self._days:
            changes[start] += 1
            changes[min(end, self._days)] -= 1
