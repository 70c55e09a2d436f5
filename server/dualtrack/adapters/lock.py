"""One writer at a time in a folder: two agents that make an item at once would both take the next id."""

import contextlib
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Generator
from pathlib import Path

from dualtrack import limits

_PAUSE_SECONDS = 0.02


@contextlib.contextmanager
def one_at_a_time(folder: Path) -> Generator[None]:
    """Wait until no other command writes there. Whoever holds it for too long, or a file system without locks, is no reason not
    to write."""
    descriptor = _open(folder)
    try:
        until = time.monotonic() + limits.LOCK_SECONDS
        while descriptor is not None and not _is_ours(descriptor) and time.monotonic() < until:
            time.sleep(_PAUSE_SECONDS)
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)  # which gives the lock back


def _open(folder: Path) -> int | None:
    with contextlib.suppress(OSError):
        if sys.platform != "win32":
            return os.open(folder, os.O_RDONLY)
        # There no folder can be locked; the folder for temporary files is the user's own.
        name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:32]
        return os.open(Path(tempfile.gettempdir()) / f"dualtrack-{name}.lock", os.O_RDWR | os.O_CREAT)


def _is_ours(descriptor: int) -> bool:
    """Whether the lock is ours now; true where the file system knows none."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True
    return True
