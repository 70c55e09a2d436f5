"""Dates as other tools write them."""

import re
from calendar import month_name
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_NAMED = re.compile(r"(\d{1,2})[\s/.-]+([A-Za-z]{3,9})\.?[\s/.,-]+(\d{4}|\d{2})(?!\d)")
_NAMED_DAY = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([/.])(\d{1,2})[/.](\d{4}|\d{2})(?!\d)")
_BETWEEN = re.compile(r"\s{0,9}(?:→|⟶|->)\s{0,9}|\s(?:-|–|—|to|until)\s{1,9}|(?<=\d)/(?=\d{4}-)", re.IGNORECASE)
_JAVASCRIPT = re.compile(r"[A-Za-z]{3} ([A-Za-z]{3} \d{1,2} \d{4}) (\d{2}):\d{2}:\d{2} GMT(?:[+-]\d{4})?")
_NOON = 12
_TIME = re.compile(r"\d{1,2}:\d{2}")


def day_first(values: Iterable[str]) -> bool | None:
    """Whether dates such as 22/9/2025 begin with the day: what the file's dates show, and None where they do not show it."""
    parts = (part for value in values for part in _BETWEEN.split(value.strip()))
    found = [numbers for part in parts if (numbers := _NUMBERS.match(part)) and numbers[2] == "/"]
    first, second = (any(int(numbers[part]) > 12 for numbers in found) for part in (1, 3))
    return None if first == second else first


def first_date(written: str, day_comes_first: bool | None) -> date | None:
    """The date that a cell names, of a range the first; None where there is none that is certain."""
    return read_date(_BETWEEN.split(written.strip())[0], day_comes_first)


def last_date(written: str, day_comes_first: bool | None) -> date | None:
    """The same, of a range the last; a range on one day may end with a time alone."""
    parts = _BETWEEN.split(written.strip())
    return read_date(parts[0] if _TIME.match(parts[-1]) else parts[-1], day_comes_first)


def local_midnight(written: str) -> date | None:
    """The date of a midnight that JavaScript wrote in a time zone which is not known: the nearest one; None of other texts."""
    found = _JAVASCRIPT.match(written.strip())
    day = read_date(found[1], None) if found else None
    is_next = day and found and int(found[2]) >= _NOON and day < date.max
    return day + timedelta(days=1) if day and is_next else day


def is_ambiguous(written: str) -> bool:
    """Whether a date in a cell may begin with its day or with its month."""
    found = (_NUMBERS.match(part) for part in _BETWEEN.split(written.strip()))
    return any(numbers and numbers[2] == "/" and max(int(numbers[1]), int(numbers[3])) <= 12 for numbers in found)


def read_date(written: str, day_comes_first: bool | None) -> date | None:
    """The date with which a text begins; None where there is none, or its order of day and month is not known."""
    text = written.strip()
    with suppress(ValueError):
        if found := _YEAR_FIRST.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_NAMED.match(text):
            return date(_year(found[3]), _month(found[2]), int(found[1]))
        if found := _NAMED_DAY.match(javascript[1] if (javascript := _JAVASCRIPT.match(text)) else text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
        if found := _NUMBERS.match(text):
            first, second = int(found[1]), int(found[3])
            # With dots the day comes first wherever dates are written so.
            order = True if found[2] == "." or first == second else day_comes_first
            if order is not None:
                return date(_year(found[4]), *((second, first) if order else (first, second)))
    return None


def _month(name: str) -> int:
    """The number of a month by its English name or how that begins; other languages' months may begin alike."""
    return next((number for number in range(1, 13) if month_name[number].casefold().startswith(name.casefold())), 0)


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)
