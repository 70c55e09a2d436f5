"""Words that people write: compared without case, spaces, `-` and `_`."""

import re

_IGNORED = re.compile(r"[\s_-]+")


def folded(word: str) -> str:
    """The form in which statuses, decisions and other words are compared."""
    return _IGNORED.sub("", word).casefold()


def plural(count: int, noun: str) -> str:
    """`1 day`, `3 days`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
