"""Dates as other tools write them."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_NAMED = re.compile(r"(\d{1,2})[\s/.-]+([A-Za-z]{3})[a-z]*\.?[\s/.,-]+(\d{4}|\d{2})(?!\d)")
_NAMED_DAY = re.compile(r"([A-Za-z]{3})[a-z]*\.? (\d{1,2}),? (\d{4})(?!\d)")
_NUMBERS = re.compile(r"(\d{1,2})([/.])(\d{1,2})[/.](\d{4}|\d{2})(?!\d)")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def day_first(values: Iterable[str]) -> bool | None:
    """Whether dates such as 22/9/2025 begin with the day: what the file's dates show, and None where they do not show it."""
    found = [numbers for value in values if (numbers := _NUMBERS.match(value.strip())) and numbers[2] == "/"]
    first, second = (any(int(numbers[part]) > 12 for numbers in found) for part in (1, 3))
    return None if first == second else first


def read_date(written: str, day_comes_first: bool | None) -> date | None:
    """The date with which a text begins; None where there is none, or its order of day and month is not known."""
    text = written.strip()
    with suppress(ValueError):
        if found := _YEAR_FIRST.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_NAMED.match(text):
            return date(_year(found[3]), _month(found[2]), int(found[1]))
        if found := _NAMED_DAY.match(text):
            return date(int(found[3]), _month(found[1]), int(found[2]))
        if found := _NUMBERS.match(text):
            first, second = int(found[1]), int(found[3])
            # With dots the day comes first wherever dates are written so.
            order = True if found[2] == "." or first == second else day_comes_first
            if order is not None:
                return date(_year(found[4]), *((second, first) if order else (first, second)))
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name.casefold()) + 1


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)
