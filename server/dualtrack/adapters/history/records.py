"""What `git log` and `git diff-tree` print, told apart into commits, their fields and their files."""

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.git import TooMuch, name_of, streamed
from dualtrack.said import said

_HOW = ("--stdin", "-z", "--no-ext-diff", "--no-textconv", "--no-show-signature", "--no-color", "--encoding=UTF-8")
_REGULAR = (b"100644", b"100755")


class FileEntry(NamedTuple):
    """An entry of `--raw -z --no-abbrev`: a path and, of the version in each parent and then of the new one, the hash; empty
    where there is no plain file. `former` is the path before, where git takes the file for renamed or copied."""

    path: str
    hashes: tuple[str, ...]
    former: str = ""


def read_records(
    folder: Path, commits: str, fields: Collection[str], *options: str, below: Iterable[str] | None = None
) -> Iterator[list[bytes]]:
    """Of each commit the fields, and behind them what is printed of its files, as `git log` prints it; raises GitError.

    `commits` are lines for its standard input, `below` are literal paths, empty for the folder itself.

    No field holds a NUL, but a path may be anything that could be agreed on before: a random mark begins each commit.
    """
    mark = os.urandom(8).hex()
    places = () if below is None else ("--", *(place or "." for place in below))
    format = "--format=" + "%x00".join((mark, *fields))
    output = streamed(folder, "--literal-pathspecs", "log", *_HOW, *options, format, *places, stdin=commits)
    return _records(mark.encode(), len(fields), output)


def range_of(tips: Iterable[str], without: Iterable[str] = ()) -> str:
    """Lines for git's standard input: the commits that can be reached from `tips`, and not from `without`."""
    return "".join(f"{hash}\n" for hash in tips) + "".join(f"^{hash}\n" for hash in without)


def file_entry(token: bytes, following: Iterator[bytes]) -> FileEntry:
    """The entry that a token begins: `:mode mode hash hash status`, for a merge with a colon, a mode and a hash for each
    parent, and then the paths."""
    parents = len(token) - len(token.lstrip(b":"))
    words = token[parents:].split(b" ")
    modes, hashes, status = words[: parents + 1], words[parents + 1 : -1], words[-1]
    named = (hash.decode("ascii") if mode in _REGULAR else "" for mode, hash in zip(modes, hashes, strict=True))
    former = next(following) if parents == 1 and status.startswith((b"R", b"C")) else b""
    return FileEntry(name_of(next(following)), tuple(named), name_of(former))


def file_entries(tokens: Iterable[bytes]) -> Iterator[FileEntry]:
    """The entries in what is printed of a commit's files."""
    following = iter(tokens)
    for token in following:
        yield file_entry(token, following)


def _records(mark: bytes, fields: int, output: Iterable[bytes]) -> Iterator[list[bytes]]:
    """What stands between NULs behind each mark, up to the next."""
    tokens: list[bytes] = []
    rest = b""
    for chunk in output:
        *whole, rest = (rest + chunk).split(b"\0")
        start, unseen = 0, max(1, len(tokens))
        tokens += whole
        with suppress(ValueError):  # no mark follows
            while True:
                end = tokens.index(mark, unseen)
                yield tokens[start + 1 : end] if end - start <= fields + 1 else _with_files(tokens[start + 1 : end], fields)
                start, unseen = end, end + 1
        del tokens[:start]
        if len(tokens) > limits.COMMIT_FIELDS:
            raise TooMuch(said("a commit changes more than {most} files", limits.COMMIT_FIELDS))
    if tokens:
        yield _with_files(tokens[1:] if not rest else [*tokens[1:], rest], fields)


def _with_files(record: list[bytes], fields: int) -> list[bytes]:
    """Without what stands before the first file: a line end, or for a merge one NUL more."""
    if len(record) > fields:
        first = record[fields]
        record[fields : fields + 1] = [first.removeprefix(b"\n")] if first else []
    return record
