"""Words that people write: compared without case, spaces, `-` and `_`."""

import re
from functools import lru_cache

_IGNORED = re.compile(r"[\s_-]+")


@lru_cache(maxsize=10_000)
def folded(word: str) -> str:
    """The form in which statuses, decisions and other words are compared."""
    return _IGNORED.sub("", word).casefold()


def slug(text: str) -> str:
    """`User feedback: front-end` as `user-feedback-front-end`."""
    return re.sub(r"[\W_]+", "-", text.casefold()).strip("-")


def plural(count: int, noun: str) -> str:
    """`1 day`, `3 days`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
