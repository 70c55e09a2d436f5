"""Commits out of `git log`, as they are printed: what concerns no item is thrown away at once."""

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from dualtrack.adapters.git import name_of, streamed, text_of
from dualtrack.adapters.history.commit_store import Parents
from dualtrack.adapters.history.records import range_of, read_records
from dualtrack.facts.history import Commit
from dualtrack.model.commit_message import read_message

_FIELDS = ("%H", "%P", "%at %ct", "%an", "%B")
_LONGEST_MESSAGE = 1 << 20
_LONGEST_SUBJECT = 300
# Every id has this in it, and most messages do not; it begins with a literal, so that the engine leaps to it.
_MAYBE_REVERT = b"This reverts commit "
_MAYBE_ID = re.compile(rb"-[0-9]")


def read_log(folder: Path, tips: Collection[str], without: Collection[str], every: bool) -> Iterator[tuple[Commit, Parents]]:
    """The commits that can be reached from `tips`, and not from `without`, with their parents' hashes; unless `every` one is
    asked for, those whose messages mention an id."""
    if not tips:
        return
    for hash, parents, dates, author, message in read_records(folder, range_of(tips, without), _FIELDS):
        if not (every or _MAYBE_ID.search(message) or _MAYBE_REVERT in message):
            continue
        said = text_of(message[:_LONGEST_MESSAGE])
        read = read_message(said)
        written, _, committed = dates.partition(b" ")
        when = moment(written)
        if (every or read.ids or read.undoes) and when:
            name = hash.decode()
            before = tuple(parents.decode().split())
            yield (
                Commit(
                    name,
                    text_of(author),
                    when,
                    subject_in(said),
                    read.ids,
                    read.closes,
                    read.moves,
                    read.is_revert,
                    len(before) > 1,
                    landed=False,
                    committed=int(committed) if moment(committed) else 0,
                    undoes=read.undoes,
                ),
                before,
            )


def read_hashes(folder: Path, tips: Collection[str], without: Collection[str]) -> set[str]:
    """The hashes of the commits that can be reached from `tips`, and not from `without`."""
    if not tips or not set(tips) - set(without):
        return set()
    return set(b"".join(streamed(folder, "rev-list", "--stdin", stdin=range_of(tips, without))).decode().split())


def read_paths(folder: Path, hashes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files that each commit touched, from the top of the work tree; none for a merge."""
    what = ("--no-walk=unsorted", "--name-only", "--no-renames")
    for hash, *names in read_records(folder, range_of(hashes), ("%H",), *what):
        yield hash.decode(), tuple(map(name_of, names))


def subject_in(message: str) -> str:
    """The first line of a message, cut where it is so long that nobody reads it."""
    subject = message.strip().partition("\n")[0]
    return subject if len(subject) <= _LONGEST_SUBJECT else f"{subject[: _LONGEST_SUBJECT - 1]}…"


def moment(seconds: bytes) -> datetime | None:
    """A commit's time; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
