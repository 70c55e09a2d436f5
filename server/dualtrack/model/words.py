"""Words: those that people write, compared without case, spaces, `-` and `_`, and those for counts and ages."""

import math
import re
from datetime import date, datetime
from functools import lru_cache

from dualtrack.said import counted, said

_IGNORED = re.compile(r"[\s_-]+")
_NUMBER = re.compile(r"(\d+)")
_DIGITS = 9
_UNITS = ("B", "KB", "MB", "GB")


@lru_cache(maxsize=10_000)
def folded(word: str) -> str:
    """The form in which statuses, decisions and other words are compared."""
    return _IGNORED.sub("", word).casefold()


def capital(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def slug(text: str) -> str:
    """`User feedback: front-end` as `user-feedback-front-end`."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")


@lru_cache(maxsize=50_000)
def natural(text: str) -> tuple[tuple[int, str], ...]:
    """The order in which people count: EXP-9 before EXP-10."""
    parts = _NUMBER.split(text)
    return tuple([(int(part), "") if part.isdecimal() and len(part) < 18 else (0, part.casefold()) for part in parts])


def in_order(text: str) -> str:
    """A text which, among others of its kind, stands where people count it to be: numbers in it all have the same length."""
    return _NUMBER.sub(lambda found: found[0].zfill(_DIGITS), text.casefold())


def shortened(text: str, longest: int = 150) -> str:
    """A text in at most so many characters, usually those that a list can show: cut at its end, after a whole word or value
    where one ends not far before."""
    if len(text) <= longest:
        return text
    kept = text[: max(0, longest - 1)]
    end = max(kept.rfind(" "), kept.rfind(",")) + 1
    return f"{kept[:end] if end > longest * 2 / 3 else kept}…"


def is_slip(written: str, meant: str) -> bool:
    """Whether a word is another but for a slip of the hand: its case, `-` and `_`, a plural, or one letter inside the word.

    A word of its own must not pass for one: `closes` is not `closed`, `mode` not `model`, `related` not `created`.
    """
    a, b = folded(written), folded(meant)
    if a == b:
        return True
    if abs(len(a) - len(b)) > 1:
        return False
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) >= 3 and longer == shorter + "s":
        return True
    if len(b) < 5 or not a or (a[0], a[-1]) != (b[0], b[-1]):
        return False
    if len(a) != len(b):
        return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
    other = [at for at in range(len(a)) if a[at] != b[at]]
    if len(other) == 2:
        first, second = other
        return second == first + 1 and (a[first], a[second]) == (b[second], b[first])
    return len(other) == 1 and len(b) >= 7


def data_size(count: int) -> str:
    """`300 KB`, `16.1 MB`: a number of bytes in a unit that fits, rounded up, so that what exceeds a limit is shown to."""
    at = next((at for at in range(len(_UNITS) - 1) if count < 1 << 10 * (at + 1)), len(_UNITS) - 1)
    return f"{math.ceil(count * 10 / (1 << 10 * at)) / 10:g} {_UNITS[at]}"


def ago(when: datetime, now: datetime | None, today: date) -> str:
    """`3 days ago`, `2 hours ago`, `just now`; the date where now is not known. Days are counted as dates, of which today is
    one, in the time zone of `when`."""
    if not now:
        return said("on {day}", f"{when:%Y-%m-%d}")
    seconds = max(0, int((now - when).total_seconds()))
    if seconds >= 86_400:
        return counted(max(1, (today - when.date()).days), "{count} day ago", "{count} days ago")
    if hours := seconds // 3_600:
        return counted(hours, "{count} hour ago", "{count} hours ago")
    if minutes := seconds // 60:
        return counted(minutes, "{count} minute ago", "{count} minutes ago")
    return said("just now")
