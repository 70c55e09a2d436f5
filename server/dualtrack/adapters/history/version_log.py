"""What each commit made of the files of some folders, out of `git log`."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from dualtrack.adapters.git import name_of, streamed, text_of
from dualtrack.adapters.history.log import moment, subject_in
from dualtrack.model.commit_reason import reason_in

FileChange = tuple[str, str, str]
"""A file's path in the project's folder and the hashes of its contents before and after, empty where it is no plain file."""

_FORMAT = "--format=%H%x00%ct%x00%at%x00%an%x00%B"
_FIELDS = 5
_LONGEST_MESSAGE = 1 << 16
_PLAIN_FILES = ("100644", "100755")
_WHAT = (
    *("--full-history", "-c", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--no-ext-diff", "--no-textconv"),
    *("--no-show-signature", "--no-color", "--encoding=UTF-8"),
)


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
    """The commits that lead to `head`, and not to `without` if that is given, and changed files below the folders."""
    asked = f"{head}\n" + (f"^{without}\n" if without else "")
    places = [place or "." for place in folders]
    tokens = _tokens(streamed(folder, "--literal-pathspecs", "log", "--stdin", *_WHAT, _FORMAT, "--", *places, stdin=asked))
    header: list[bytes] = []
    files: list[FileChange] = []
    is_merge = False
    for token in tokens:
        token = token.lstrip(b"\n")
        if token.startswith(b":"):
            is_merge = is_merge or token.startswith(b"::")
            files.append(_change(token, next(tokens, b"")))
        elif token:
            if header and files:
                yield from _commit(header, is_merge, files)
            header, files, is_merge = [token, *(next(tokens, b"") for _ in range(_FIELDS - 1))], [], False
    if header and files:
        yield from _commit(header, is_merge, files)


def _tokens(output: Iterable[bytes]) -> Iterator[bytes]:
    """What stands between the NULs."""
    rest = b""
    for chunk in output:
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
    yield rest


def _change(told: bytes, path: bytes) -> FileChange:
    """`:mode mode hash hash status`, for a merge with a colon, a mode and a hash for each parent."""
    parents = len(told) - len(told.lstrip(b":"))
    words = told[parents:].decode("ascii").split(" ")
    modes, hashes = words[: parents + 1], words[parents + 1 : 2 * parents + 2]
    named = [hash if mode in _PLAIN_FILES else "" for mode, hash in zip(modes, hashes, strict=True)]
    return name_of(path), named[0], named[-1]


def _commit(header: list[bytes], is_merge: bool, files: list[FileChange]) -> Iterator[FileCommit]:
    """The commit; none where no calendar has its time."""
    hash, committed, seconds, author, message = header
    when = moment(seconds)
    if when and moment(committed):
        said = text_of(message[:_LONGEST_MESSAGE])
        told = (text_of(author), when, subject_in(said), reason_in(said))
        yield FileCommit(hash.decode(), int(committed), *told, is_merge, tuple(files))
