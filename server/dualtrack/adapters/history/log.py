"""Commits out of `git log`, as they are printed: what concerns no item is thrown away at once."""

from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.git import name_of, streamed, text_of
from dualtrack.adapters.history.commit_store import Parents
from dualtrack.adapters.history.records import file_entries, range_of, read_records
from dualtrack.facts.history import Commit
from dualtrack.facts.pasts import Order
from dualtrack.model.commit_message import names_reviewer, read_message
from dualtrack.model.commit_reason import reason_in
from dualtrack.model.words import shortened

FileChange = tuple[str, str, str]
"""A file's path in the project's folder and the hashes of its contents before and after, empty where it is no plain file."""


_FIELDS = ("%H", "%P", "%at %ct", "%aN", "%B")
_FILE_FIELDS = ("%H", "%ct", "%at", "%aN", "%B")
_FILES = ("--full-history", "-c", "--raw", "--no-abbrev", "--no-renames", "--relative")
_LONGEST_REASON = 1 << 16
_LONGEST_SUBJECT = 300
# Every message that matters has one of these in it, and most messages have not. Git drops those sooner than it prints them.
_MAY_MATTER = ("--extended-regexp", "--grep=-[0-9]", "--grep=This reverts commit ")


class FileCommit(NamedTuple):
    """A commit with the files that it changed; of a merge those that are as in none of its parents, compared with the first.

    `committed` is when it came to be, in seconds: unlike `when`, the author's date, it follows the order of commits, as far as
    clocks agree. `renamed` are files with the path that each had before, as git finds them.
    """

    hash: str
    committed: int
    author: str
    when: datetime
    subject: str
    reason: str
    is_merge: bool
    files: tuple[FileChange, ...]
    renamed: tuple[tuple[str, str], ...] = ()
    order: Order = (0, 0, 0)


def read_log(folder: Path, tips: Collection[str], without: Collection[str], every: bool) -> Iterator[tuple[Commit, Parents]]:
    """The commits that can be reached from `tips`, and not from `without`, with their parents' hashes; unless `every` one is
    asked for, those whose messages mention an id, as landed on the default branch."""
    if not tips:
        return
    which = () if every else _MAY_MATTER
    for commit, before in _commits(read_records(folder, range_of(tips, without), _FIELDS, *which), landed=not every):
        if every or commit.ids or commit.undoes:
            yield commit, before


def read_commits(folder: Path, hashes: Collection[str]) -> Iterator[Commit]:
    """Commits of the default branch by their hashes, without paths."""
    if hashes:
        records = read_records(folder, range_of(hashes), _FIELDS, "--no-walk=unsorted")
        yield from (commit for commit, _ in _commits(records, landed=True))


def _commits(records: Iterable[list[bytes]], landed: bool) -> Iterator[tuple[Commit, Parents]]:
    """The commits that no calendar lacks, with their parents' hashes."""
    for hash, parents, dates, author, message in records:
        said = text_of(message[: limits.COMMIT_MESSAGE_BYTES])
        read = read_message(said)
        written, _, committed = dates.partition(b" ")
        if when := moment(written):
            before = tuple(parents.decode().split())
            yield (
                Commit(
                    hash.decode(),
                    text_of(author),
                    when,
                    subject_in(said),
                    read.ids,
                    read.closes,
                    read.moves,
                    read.is_revert,
                    len(before) > 1,
                    landed=landed,
                    committed=int(committed) if moment(committed) else 0,
                    undoes=read.undoes,
                    has_reviewer=names_reviewer(said),
                ),
                before,
            )


def read_file_commits(folder: Path, head: str, without: str, folders: Collection[str]) -> Iterator[FileCommit]:
    """The commits that lead to `head`, and not to `without` if that is given, and changed files below the folders; none whose
    time no calendar has."""
    commits = range_of([head], [without] if without else [])
    for record in read_records(folder, commits, _FILE_FIELDS, *_FILES, below=folders):
        hash, committed, seconds, author, message, *printed = record
        entries = tuple(file_entries(printed))
        when = moment(seconds)
        if entries and when and moment(committed):
            said = text_of(message[:_LONGEST_REASON])
            told = (text_of(author), when, subject_in(said), reason_in(said))
            is_merge = any(len(entry.hashes) > 2 for entry in entries)
            files = tuple((entry.path, entry.hashes[0], entry.hashes[-1]) for entry in entries)
            yield FileCommit(hash.decode(), int(committed), *told, is_merge, files, order=(int(committed), 0, 0))


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
    return shortened(message.strip().partition("\n")[0].rstrip(), _LONGEST_SUBJECT)


def moment(seconds: bytes) -> datetime | None:
    """A commit's time; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        return None
