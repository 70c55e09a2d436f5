"""What each commit made of the files of some folders, out of `git log`."""

from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dualtrack.adapters.git import text_of
from dualtrack.adapters.history.log import moment, subject_in
from dualtrack.adapters.history.records import file_entries, range_of, read_records
from dualtrack.model.commit_reason import reason_in

FileChange = tuple[str, str, str]
"""A file's path in the project's folder and the hashes of its contents before and after, empty where it is no plain file."""

_FIELDS = ("%H", "%ct", "%at", "%an", "%B")
_LONGEST_MESSAGE = 1 << 16
_WHAT = ("--full-history", "-c", "--raw", "--no-abbrev", "--no-renames", "--relative")


class FileCommit(NamedTuple):
    """A commit with the files that it changed; of a merge those that are as in none of its parents, compared with the first.

    `committed` is when it came to be, in seconds: unlike `when`, the author's date, it follows the order of commits.
    """

    hash: str
    committed: int
    author: str
    when: datetime
    subject: str
    reason: str
    is_merge: bool
    files: tuple[FileChange, ...]


def read_file_commits(folder: Path, head: str, without: str, folders: Collection[str]) -> Iterator[FileCommit]:
    """The commits that lead to `head`, and not to `without` if that is given, and changed files below the folders; none whose
    time no calendar has."""
    commits = range_of([head], [without] if without else [])
    for record in read_records(folder, commits, _FIELDS, *_WHAT, below=[place or "." for place in folders]):
        hash, committed, seconds, author, message, *printed = record
        entries = tuple(file_entries(printed))
        when = moment(seconds)
        if entries and when and moment(committed):
            said = text_of(message[:_LONGEST_MESSAGE])
            told = (text_of(author), when, subject_in(said), reason_in(said))
            is_merge = any(len(entry.hashes) > 2 for entry in entries)
            files = tuple((entry.path, entry.hashes[0], entry.hashes[-1]) for entry in entries)
            yield FileCommit(hash.decode(), int(committed), *told, is_merge, files)
