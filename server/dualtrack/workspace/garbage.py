"""The garbage collector while much is read."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_MANY_OBJECTS = 10_000


class _Garbage:
    """Of many objects that are made, the garbage collector looks at none: it would take as long as making them, and hold up
    every thread. Work that does so may overlap."""

    def __init__(self) -> None:
        self._works = 0

    @contextmanager
    def ignored(self) -> Generator[None, None, None]:
        gc.disable()
        self._works += 1
        try:
            yield
        finally:
            self._works -= 1
            if gc.get_count()[0] > _MANY_OBJECTS:
                gc.freeze()
            if not self._works:
                gc.enable()


garbage = _Garbage()
