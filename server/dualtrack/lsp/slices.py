"""Long work on the event loop, in slices."""

import asyncio
from collections.abc import Iterable, Iterator
from time import monotonic

_SLICE_SECONDS, _PAUSE_SECONDS = 0.01, 0.001
_FREED_AT_ONCE = 500


async def in_slices(steps: Iterable[None]) -> None:
    """Take steps, with pauses in which requests are answered."""
    until = monotonic() + _SLICE_SECONDS
    for _ in steps:
        if monotonic() > until:
            await asyncio.sleep(_PAUSE_SECONDS)  # an answer takes several turns of the loop
            until = monotonic() + _SLICE_SECONDS


def freed(objects: list[object]) -> Iterator[None]:
    """Let go of many objects, since to free them all at once holds up every thread."""
    while objects:
        del objects[-_FREED_AT_ONCE:]
        yield
