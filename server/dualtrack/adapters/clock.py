"""Today and now, as facts."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from time import monotonic, time
from zoneinfo import ZoneInfo


def stated_today(option: str | None = None) -> date | None:
    """The day that `--today` or DUALTRACK_TODAY states; raises ValueError where that is no date."""
    written = option or os.environ.get("DUALTRACK_TODAY")
    return date.fromisoformat(written) if written else None


def now(stated: date | None) -> datetime:
    """The time, on the stated day if there is one."""
    current = datetime.now().astimezone()
    return current.replace(year=stated.year, month=stated.month, day=stated.day) if stated else current


def minute() -> float:
    """The number of the minute."""
    return time() // 60


def zone() -> tzinfo:
    """The machine's own time zone, with its summer time where that is known; looked up anew each minute."""
    return _zone(os.environ.get("TZ", ""), monotonic() // 60)


@lru_cache(maxsize=1)
def _zone(named: str, minute: float) -> tzinfo:
    name = named.lstrip(":") or os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return datetime.now().astimezone().tzinfo or UTC


def todays(zones: Iterable[str], stated: date | None) -> dict[str, date]:
    """The date in each time zone, with "" for the machine's own."""
    current = datetime.now().astimezone()
    dates = {zone: current.astimezone(ZoneInfo(zone)).date() for zone in zones if zone}
    dates[""] = current.date()
    return {zone: stated or day for zone, day in dates.items()}


def seconds_to_next_quarter() -> float:
    """How long the dates of all time zones stay as they are, at the least: zones differ by quarters of an hour."""
    current = datetime.now().astimezone()
    quarter = timedelta(minutes=15)
    since = timedelta(minutes=current.minute % 15, seconds=current.second, microseconds=current.microsecond)
    return (quarter - since).total_seconds() + 1
