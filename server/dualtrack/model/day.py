"""A day as people write it."""

import re
from calendar import monthrange
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

from dualtrack.said import said

_MONTHS = (
    said("January"),
    said("February"),
    said("March"),
    said("April"),
    said("May"),
    said("June"),
    said("July"),
    said("August"),
    said("September"),
    said("October"),
    said("November"),
    said("December"),
)

_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def _day(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()[:10]) if value else None
        except ValueError:
            raise ValueError(_no_day(value)) from None
    return value


def _no_day(written: str) -> str:
    found = _DAY.match(written.strip())
    year, month, day = map(int, found.groups()) if found else (0, 0, 0)
    if year and 1 <= month <= 12 and day:
        return said('"{value}" is no day: {month} has {days}', written, _MONTHS[month - 1], monthrange(year, month)[1])
    return said('"{value}" is not a date such as 2026-11-02', written)


Day = Annotated[date, BeforeValidator(_day)]
