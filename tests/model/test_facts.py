"""Facts as values that several threads look at."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

from dualtrack.model.facts import Facts

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def test_what_a_thread_derives_meanwhile_disturbs_nobody() -> None:
    facts = Facts()
    with _deriving(facts):
        for _ in range(30_000):
            assert facts.at(NOW).now == NOW


@contextmanager
def _deriving(facts: Facts) -> Iterator[None]:
    """A thread that derives from facts all the while; what it found is dropped each time, so that it never has all."""
    ended = Event()

    def derive() -> None:
        while not ended.is_set():
            for name in ("runs", "runs_by_commit", "runs_by_item", "notebooks_by_id", "notebooks_by_path"):
                getattr(facts, name)
            for name in ("runs", "runs_by_commit", "runs_by_item", "notebooks_by_id", "notebooks_by_path"):
                del facts.__dict__[name]

    thread = Thread(target=derive)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        sys.setswitchinterval(before)
