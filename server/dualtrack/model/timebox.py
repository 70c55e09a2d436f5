"""How long an investigation may take (docs/format.md, "Timebox")."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from dualtrack.said import counted, joined, plural, said

Calendar = Literal["every-day", "business"]


@dataclass(frozen=True)
class Extension:
    """A recorded extension of `days`, granted on a day for a reason."""

    days: int
    on: date | None = None
    reason: str = ""


@dataclass(frozen=True)
class Timebox:
    """`days` from `started`, counted by `calendar`, with its extensions. Without `started` it has not begun."""

    days: int
    started: date | None = None
    extensions: tuple[Extension, ...] = ()
    calendar: Calendar = "every-day"

    @property
    def total(self) -> int:
        """Its days, extensions included."""
        return self.days + sum(extension.days for extension in self.extensions)

    @cached_property
    def end(self) -> date | None:
        """The last day of the timebox."""
        return add_days(self.started, self.total, self.calendar) if self.started else None

    def used(self, today: date) -> int:
        """Days used so far, at most the whole timebox."""
        if not self.started or not self.end:
            return 0
        return max(0, days_between(self.started, min(today, self.end), self.calendar))

    def overrun(self, today: date) -> int:
        """Days since it ended; 0 while it runs."""
        return max(0, days_between(self.end, today, self.calendar)) if self.end else 0

    def expired(self, today: date) -> bool:
        """Whether today is after its end."""
        return self.end is not None and today > self.end

    def summary(self, today: date) -> str:
        """`7 of 10 days, 3 left`, with extensions and an overrun said."""
        extended = said(", extended by {days}", plural(self.total - self.days, "day")) if self.total != self.days else ""
        if not self.started:
            return said("{days}, not started", plural(self.total, "day"))
        if today < self.started:
            return said("{days}, starts on {started}", plural(self.total, "day"), self.started)
        if self.expired(today):
            return joined(", ", (plural(self.total, "day"), self.standing(today))) + extended
        used = self.used(today)
        return counted(
            self.total,
            "{used} of {count} day, {left} left{extended}",
            "{used} of {count} days, {left} left{extended}",
            used,
            self.total - used,
            extended,
        )

    def standing(self, today: date) -> str:
        """How it stands in two words: `3 days left`, `4 days over`."""
        if not self.started:
            return said("not started")
        if self.expired(today):
            return counted(over, "{count} day over", "{count} days over") if (over := self.overrun(today)) else said("over")
        return counted(self.total - self.used(today), "{count} day left", "{count} days left")


def add_days(start: date, days: int, calendar: Calendar) -> date:
    """The day `days` after the start, at most the last there is; weekends do not count on the business calendar."""
    if days > (date.max - start).days // 2:
        return date.max
    if calendar == "every-day":
        return start + timedelta(days=days)
    weeks, rest = divmod(days, 5)
    end = start + timedelta(weeks=weeks)
    while rest:
        end += timedelta(days=1)
        rest -= end.weekday() < 5
    return end


def days_between(start: date, end: date, calendar: Calendar) -> int:
    """Days after the start up to the end, those that the calendar counts; negative where the end comes first."""
    if end < start:
        return -days_between(end, start, calendar)
    days = (end - start).days
    if calendar == "every-day":
        return days
    weeks, rest = divmod(days, 7)
    return weeks * 5 + sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, rest + 1))
