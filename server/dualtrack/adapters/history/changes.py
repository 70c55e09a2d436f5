"""Which files of some folders differ between commits, as git prints it without reading them."""

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.git import by_halves, name_of, streamed
from dualtrack.adapters.history.records import FileEntry, file_entries, file_entry, range_of, read_records

_FILE = re.compile(rb"100(?:644|755) blob (?P<hash>[0-9a-f]+)\t(?P<path>.+)", re.DOTALL)
_MOST_RENAMES = "-l200"
_FIELDS = ("%H", "%ct", "%an <%ae> %at %s")
_PLAIN = ("--no-ext-diff", "--no-textconv")
_RAW = ("--raw", "--no-abbrev", "--relative")


class FileChange(NamedTuple):
    """A file that differs, by its path from the project's folder: the contents before and after, by hash, empty where there is
    no plain file. `former` is the path before, where git takes it for renamed."""

    path: str
    before: str
    after: str
    former: str = ""


class CommitChanges(NamedTuple):
    """What one commit changed, and its commit date in seconds. `authorship` is what `git rebase` and `git cherry-pick` keep:
    the author, the author date and the subject."""

    commit: str
    when: int
    authorship: bytes
    changes: tuple[FileChange, ...]


def read_differences(
    folder: Path, pairs: Iterable[tuple[str, str]], folders: Sequence[str]
) -> dict[str, tuple[FileChange, ...]]:
    """By tip, what differs from the base that is given with it, or from its parent where the base is empty. Each tip is given
    once; one that differs in more than 20,000 files is left out."""
    return by_halves(lambda part: _differences(folder, part, folders), list(pairs))


def _differences(folder: Path, pairs: Sequence[tuple[str, str]], folders: Sequence[str]) -> dict[str, tuple[FileChange, ...]]:
    found: dict[str, list[FileEntry]] = {}
    pending: list[tuple[str, str]] = list(pairs)
    while pending:
        # To diff-tree, what follows a commit are its parents.
        asked = "".join(f"{tip} {base}".rstrip() + "\n" for base, tip in pending)
        how = ("diff-tree", "--stdin", "-z", "-r", "--no-renames", *_PLAIN, *_RAW)
        tokens = _asked(folder, *how, folders=folders, stdin=asked)
        tip = ""
        for token in tokens:
            if not token.startswith(b":"):
                tip = token.decode("ascii")
                found[tip] = []
            elif len(found[tip]) < limits.BRANCH_FILES:
                found[tip].append(file_entry(token, tokens))
            else:
                found[tip] = []
                break
        else:
            break
        tokens.close()
        pending = [pair for pair in pending if pair[1] not in found]
    return {tip: tuple(_changes(entries)) for tip, entries in found.items()}


def read_tree(folder: Path, commit: str, folders: Sequence[str], most: int | None = None) -> dict[str, str]:
    """The contents of all files at a commit, by path; none where they are more than `most`."""
    listed = list(islice(_asked(folder, "ls-tree", "-r", "-z", commit, folders=folders), most and most + 1))
    found = map(_FILE.fullmatch, listed if most is None or len(listed) <= most else ())
    return {name_of(file["path"]): file["hash"].decode("ascii") for file in found if file}


def read_steps(
    folder: Path, tips: Iterable[str], without: Iterable[str], folders: Sequence[str], renames: bool = False
) -> Iterator[CommitChanges]:
    """The commits that lead to `tips`, and not to those of `without`, newest first, with what each changed."""
    how = ("--topo-order", *_RAW, *(("-M", _MOST_RENAMES) if renames else ("--no-renames",)))
    for commit, when, authorship, *entries in read_records(folder, range_of(tips, without), _FIELDS, *how, below=folders):
        changes = tuple(_changes(file_entries(entries)))
        # Git has no time of a committer without one.
        yield CommitChanges(commit.decode("ascii"), int(when or 0), authorship, changes)


def read_renames(
    folder: Path, commits: Iterable[str], folders: Sequence[str], exact: bool
) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """The files that each commit renamed, with their former paths, among them those of copies of what a file held that
    holds another text since; none for a merge. `exact`: only with the same content, which asks for none."""
    asked = range_of(commits)
    if not asked:
        return
    how = ("--no-walk=unsorted", *_RAW, *(("-M100%",) if exact else ("-B", "-M")), _MOST_RENAMES)
    for commit, *entries in read_records(folder, asked, ("%H",), *how, below=folders):
        renamed = tuple((entry.path, entry.former) for entry in file_entries(entries) if entry.former)
        yield commit.decode("ascii"), renamed


def _asked(folder: Path, *command: str, folders: Sequence[str], stdin: str = "") -> Generator[bytes]:
    """What stands before each NUL in what git prints."""
    places = [place or "." for place in folders]
    rest = b""
    for piece in streamed(folder, "--literal-pathspecs", *command, "--", *places, stdin=stdin):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole


def _changes(entries: Iterable[FileEntry]) -> Iterator[FileChange]:
    for path, (before, after), former in entries:
        if before or after:
            yield FileChange(path, before, after, former)
