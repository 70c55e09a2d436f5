"""For which days an item was blocked, and by what, in the one way in which every figure counts them."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

FOREVER = date.max.toordinal()


class BlockedDays(NamedTuple):
    """An item was blocked from one day up to another, on which it was so no more; days are numbers (`date.toordinal`)."""

    kind: str
    since: int
    until: int


class Blocked(NamedTuple):
    """From a day on an item is blocked by a kind of thing, empty for nothing, since a day that is stated (`2026-11-02`)."""

    day: int
    kind: str
    since: str = ""
    is_closed: bool = False


def blocks(steps: Collection[Blocked]) -> tuple[BlockedDays, ...]:
    """The blocks of an item that stood so, oldest first; what is closed is blocked no more.

    The day that was stated last counts, as it does where a card says for how long; else that on which git first tells of it. No
    day counts twice, and none before the item was opened again.
    """
    if not any(step.kind for step in steps):
        return ()  # as nearly every item
    found: list[BlockedDays] = []
    kind, since, first, was_closed = "", 0, 0, False
    for step in (*steps, Blocked(FOREVER, "")):
        now = "" if step.is_closed else step.kind
        if now != kind:
            if kind and since < step.day:
                found.append(BlockedDays(kind, since, step.day))
            first = step.day if kind or was_closed else first
            kind, since = now, step.day
        if step.since:
            since = max(first, date.fromisoformat(step.since).toordinal())
        was_closed = step.is_closed
    return tuple(found)
