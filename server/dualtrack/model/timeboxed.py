"""Work that is bounded by time: an experiment, or a task on the research track."""

import re
from datetime import date
from functools import cached_property
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from dualtrack.model.day import Day
from dualtrack.model.item import Frozen, Item, Text
from dualtrack.model.timebox import Calendar, Extension, Timebox, days_between

LONGEST_TIMEBOX = 3660
"""Days: ten years."""

_LENGTH = re.compile(r"(\d{1,9})\s*(?:(d|days?)|(w|weeks?))?", re.IGNORECASE)


def _days(value: Any) -> Any:
    try:
        days = int(str(value))
    except ValueError:
        days = 0
    if not 1 <= days <= LONGEST_TIMEBOX:
        raise ValueError(f'"{value}" is not a number of days from 1 to {LONGEST_TIMEBOX}')
    return days


def _timebox_text(value: Any) -> Any:
    if isinstance(value, str) and value:
        plan_of(value)
    return value


Days = Annotated[int, Field(ge=1, le=LONGEST_TIMEBOX), BeforeValidator(_days)]


class WrittenExtension(Frozen):
    """An entry of `extensions:`."""

    days: Days
    on: Day | None = None
    reason: Text = ""


def plan_of(written: str) -> tuple[int, date | None]:
    """Days and planned start of `10d`, `2w` or `2026-11-02/2026-11-12`; raises ValueError with the reason."""
    first, slash, last = written.partition("/")
    if slash:
        try:
            start, end = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
        except ValueError:
            raise ValueError(f'"{written}" is not a range such as 2026-11-02/2026-11-12') from None
        if end < start:
            raise ValueError(f'"{written}" ends before it starts')
        return (end - start).days, start
    found = _LENGTH.fullmatch(written.strip())
    if not found:
        raise ValueError(f'"{written}" is not a length such as 10d')
    days = int(found[1]) * (7 if found[3] else 1)
    _days(days)
    return days, None


class Timeboxed(Item):
    """An item with a timebox."""

    DERIVED: ClassVar[frozenset[str]] = Item.DERIVED | {"calendar"}

    timebox_days: Days | None = None
    timebox_text: Annotated[Text, BeforeValidator(_timebox_text)] = Field("", alias="timebox")
    extensions: tuple[WrittenExtension, ...] = ()
    calendar: Calendar = "every-day"

    @cached_property
    def timebox(self) -> Timebox | None:
        """Its timebox, in whichever of the three spellings it was written."""
        if self.timebox_days:
            days, planned = self.timebox_days, None
        elif self.timebox_text:
            days, planned = plan_of(self.timebox_text)
            if planned and self.calendar == "business":
                days = days_between(planned, date.fromordinal(planned.toordinal() + days), "business")
        else:
            return None
        extensions = tuple(Extension(entry.days, entry.on, entry.reason) for entry in self.extensions)
        return Timebox(days, self.started or planned, extensions, self.calendar)

    def timebox_expired(self, today: date) -> bool:
        """Whether its time is up; a closed item is judged on its closing date, and one not started has time."""
        if not self.timebox or not (self.is_active or self.is_closed):
            return False
        return self.timebox.expired(self.closed or today if self.is_closed else today)
