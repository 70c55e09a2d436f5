"""In which order commits were made: by their dates, but none before one of its ancestors, since clocks differ."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dualtrack.adapters.git import streamed
from dualtrack.adapters.history.records import range_of
from dualtrack.facts.pasts import Order


def read_order(folder: Path, head: str, without: str, known: Mapping[str, Order]) -> dict[str, Order]:
    """Of the commits that lead to `head`, and not to `without` if that is given, those that do not stand at their own dates;
    `known` are those of `without` and its ancestors. Raises GitError."""
    how = ("--topo-order", "--reverse", "--boundary", "--children", "--timestamp")
    asked = range_of([head], [without] if without else [])
    found: dict[str, Order] = {}
    parents: dict[str, Order] = {}  # of each commit that is still to come the parent that stands last
    for line in _lines(streamed(folder, "rev-list", "--stdin", *how, stdin=asked)):
        seconds, hash, *children = line.split(" ")
        own = (int(seconds), 0, 0)
        if hash.startswith("-"):  # a parent that was read before
            order = known.get(hash[1:], own)
        elif (order := behind(parents.pop(hash, None), own)) != own:
            found[hash] = order
        for child in children:
            parents[child] = max(order, parents.get(child, order))
    return found


def behind(parent: Order | None, own: Order) -> Order:
    """Where a commit stands whose date alone would be `own`."""
    if not parent or own > parent:
        return own
    (latest, since, depth), seconds = parent, own[0]
    return (latest, seconds, 0) if seconds > since else (latest, since, depth + 1)


def _lines(pieces: Iterable[bytes]) -> Iterator[str]:
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece.decode("ascii")).split("\n")
        yield from lines
