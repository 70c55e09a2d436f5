"""The time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo

from dualtrack.table import Record


@dataclass(frozen=True)
class Clock(Record):
    """`todays` is the date by time zone name, with "" for the machine's own, which is `zone`; `now` is when facts entered."""

    todays: Mapping[str, date] = field(default_factory=dict[str, date])
    now: datetime | None = None
    zone: tzinfo = UTC
