"""Commits out of `git log`, as they are printed: what concerns no item is thrown away at once."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from dualtrack.adapters.git import name_of, streamed, text_of
from dualtrack.adapters.history.commit_store import Parents
from dualtrack.facts.history import Commit
from dualtrack.model.commit_message import read_message

_FORMAT = "--format=%H%x00%P%x00%at %ct%x00%an%x00%B"
_FIELDS = 5
_LONGEST_MESSAGE = 1 << 20
_LONGEST_SUBJECT = 300
_PLAIN = ("--no-show-signature", "--no-color", "--encoding=UTF-8")
# Every id has this in it, and most messages do not; it begins with a literal, so that the engine leaps to it.
_MAYBE_REVERT = b"This reverts commit "
_MAYBE_ID = re.compile(rb"-[0-9]")


def read_log(folder: Path, tips: Collection[str], without: Collection[str], every: bool) -> Iterator[tuple[Commit, Parents]]:
    """The commits that can be reached from `tips`, and not from `without`, with their parents' hashes; unless `every` one is
    asked for, those whose messages mention an id."""
    if not tips:
        return
    asked = "".join(f"{hash}\n" for hash in tips) + "".join(f"^{hash}\n" for hash in without)
    output = streamed(folder, "log", "--stdin", "-z", *_PLAIN, _FORMAT, stdin=asked)
    for hash, parents, dates, author, message in _records(output, every):
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
    asked = "".join(f"{hash}\n" for hash in tips) + "".join(f"^{hash}\n" for hash in without)
    return set(b"".join(streamed(folder, "rev-list", "--stdin", stdin=asked)).decode().split())


def read_paths(folder: Path, hashes: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The files that each commit touched, from the top of the work tree; none for a merge."""
    mark = os.urandom(8).hex()  # a path may hold anything that could be agreed on before
    what = ("--no-walk=unsorted", "--stdin", "-z", "--name-only", "--no-renames", "--no-ext-diff", "--no-textconv")
    output = streamed(folder, "log", *what, *_PLAIN, f"--format={mark}%H", stdin="".join(f"{hash}\n" for hash in hashes))
    for record in name_of(b"".join(output)).split(mark)[1:]:
        hash, *names = (part.strip("\n") for part in record.split("\0"))
        yield hash, tuple(name for name in names if name)


def _records(output: Iterable[bytes], every: bool) -> Iterator[list[bytes]]:
    """The fields of each commit, or of each whose message could mention an id: git lets none of them hold a NUL."""
    fields: list[bytes] = []
    rest = b""
    for chunk in output:
        *whole, rest = (rest + chunk).split(b"\0")
        fields += whole
        complete = len(fields) // _FIELDS * _FIELDS
        for end in range(_FIELDS, complete + 1, _FIELDS):
            if every or _MAYBE_ID.search(fields[end - 1]) or _MAYBE_REVERT in fields[end - 1]:
                yield fields[end - _FIELDS : end]
        del fields[:complete]
    if len(fields) == _FIELDS - 1:  # nothing closes the last record
        yield [*fields, rest]


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
