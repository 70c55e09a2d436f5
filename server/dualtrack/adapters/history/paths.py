"""The files that commits touched, asked for while the log is still being read."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from dualtrack.adapters.git import GitError, by_halves
from dualtrack.adapters.history.log import read_paths

_AT_ONCE = 1000

Paths: TypeAlias = dict[str, tuple[str, ...]]


class PathReading:
    """Collects hashes and asks git for many at once, beside whatever goes on."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pool = ThreadPoolExecutor(1)
        self._part: list[str] = []
        self._asked: list[Future[Paths]] = []

    def close(self) -> None:
        """Ask git no more."""
        self._pool.shutdown(cancel_futures=True)

    def ask(self, hash: str) -> None:
        """Want the paths of a commit."""
        self._part.append(hash)
        if len(self._part) >= _AT_ONCE:
            self._send()

    def answers(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each hash that was asked for with its paths, from the top of the work tree."""
        self._send()
        for future in self._asked:
            yield from future.result().items()

    def _send(self) -> None:
        if self._part:
            self._asked.append(self._pool.submit(paths_of, self._folder, self._part))
            self._part = []


def paths_of(folder: Path, hashes: list[str]) -> Paths:
    """The files that each commit touched, from the top of the work tree; none where git cannot tell."""
    paths: Paths = dict.fromkeys(hashes, ())
    with suppress(GitError):  # a partial clone lacks trees, and fetching them would run what the repository names
        paths.update(by_halves(lambda part: dict(read_paths(folder, part)), hashes))
    return paths
