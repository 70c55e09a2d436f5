"""An experiment or spike: a hypothesis, criteria, a timebox, and a decision as its outcome."""

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from dualtrack.model.item import Day, Frozen, Item, Names, NumberText, OneOrMany, Text
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.timebox import Calendar, Extension, Timebox, days_between
from dualtrack.model.words import folded

Decision = Literal["ship", "iterate", "inconclusive", "decided-not-to-pursue"]
DECISIONS: dict[Decision, str] = {
    "ship": "Ship",
    "iterate": "Iterate",
    "inconclusive": "Inconclusive",
    "decided-not-to-pursue": "Decided not to pursue",
}
"""The outcomes with their titles."""

LONGEST_TIMEBOX = 3660
"""Days: ten years."""

_LENGTH = re.compile(r"(\d{1,9})\s*(?:(d|days?)|(w|weeks?))?", re.IGNORECASE)


def _decision(value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value or None
    known = {folded(name): name for name in DECISIONS}
    if folded(value) not in known:
        raise ValueError(f'"{value}" is none of {", ".join(DECISIONS)}')
    return known[folded(value)]


def _days(value: Any) -> Any:
    try:
        days = int(str(value))
    except ValueError:
        days = 0
    if not 1 <= days <= LONGEST_TIMEBOX:
        raise ValueError(f'"{value}" is not a number of days from 1 to {LONGEST_TIMEBOX}')
    return days


def _criteria(value: Any) -> Any:
    """One criterion, or a list; a comma belongs to the criterion."""
    if isinstance(value, str):
        return (value,) if value.strip() else ()
    parts = as_list(value)
    if parts is None or not all(isinstance(part, str) for part in parts if part is not None):
        raise ValueError("a criterion or a list of criteria is expected")
    return tuple(part or "" for part in parts)


def _baseline(value: Any) -> Any:
    written = as_mapping(value)
    if written is None:
        raise ValueError("a mapping such as {val_f1: 0.69} is expected")
    return {name: _without_percent(each) for name, each in written.items()}


def _without_percent(value: Any) -> Any:
    """`69%` is 0.69."""
    number, percent, rest = value.partition("%") if isinstance(value, str) else ("", "", "")
    try:
        return float(number) / 100 if percent and not rest.strip() else value
    except ValueError:
        return value


def _timebox_text(value: Any) -> Any:
    if isinstance(value, str) and value:
        plan_of(value)
    return value


Days = Annotated[int, Field(ge=1, le=LONGEST_TIMEBOX), BeforeValidator(_days)]
Criteria = Annotated[tuple[str, ...], BeforeValidator(_criteria, json_schema_input_type=OneOrMany)]


_WrittenNumber: TypeAlias = float | Annotated[str, Field(pattern=r"^\s*[-+]?[\d.]+\s*%\s*$")]


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


class Experiment(Item):
    """An item that ends with a decision."""

    DERIVED: ClassVar[frozenset[str]] = Item.DERIVED | {"calendar", "has_learnings"}

    hypothesis: Text = ""
    data: Text = ""
    compute: Text = ""
    baseline: Annotated[
        Mapping[str, NumberText], BeforeValidator(_baseline, json_schema_input_type=Mapping[str, _WrittenNumber])
    ] = Field(default_factory=dict)
    success_criteria: Criteria = ()
    stop_criteria: Criteria = ()
    timebox_days: Days | None = None
    timebox_text: Annotated[Text, BeforeValidator(_timebox_text)] = Field("", alias="timebox")
    extensions: tuple[WrittenExtension, ...] = ()
    calendar: Calendar = "every-day"
    decision: Annotated[Decision | None, BeforeValidator(_decision, json_schema_input_type=Decision)] = None
    reason: Names = ()
    has_learnings: bool = False

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
        """Whether its time is up; a closed experiment is judged on its closing date, and one not started has time."""
        if not self.timebox or not (self.is_active or self.is_closed):
            return False
        return self.timebox.expired(self.closed or today if self.is_closed else today)
