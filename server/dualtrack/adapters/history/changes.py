"""Which files of some folders differ between commits, as git prints it without reading them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dualtrack.adapters.git import git, name_of
from dualtrack.adapters.history.records import FileEntry, file_entries, file_entry, range_of, read_records

_FILE = re.compile(rb"100(?:644|755) blob (?P<hash>[0-9a-f]+)\t(?P<path>.+)", re.DOTALL)
_MOST_RENAMES = "-l200"
_FIELDS = ("%H", "%ct", "%an <%ae> %at %s")
_PLAIN = ("--no-ext-diff", "--no-textconv")
_RAW = ("--raw", "--no-abbrev", "--relative")


class Change(NamedTuple):
    """A file that differs, by its path from the project's folder: the contents before and after, by hash, empty where there is
    no plain file. `former` is the path before, where git takes it for renamed."""

    path: str
    before: str
    after: str
    former: str = ""


class Step(NamedTuple):
    """What one commit changed, and its commit date in seconds. `authorship` is what `git rebase` and `git cherry-pick` keep:
    the author, the author date and the subject."""

    commit: str
    when: int
    authorship: bytes
    changes: tuple[Change, ...]


def read_differences(folder: Path, pairs: Iterable[tuple[str, str]], folders: Sequence[str]) -> dict[str, tuple[Change, ...]]:
    """By tip what differs from its base, or from its parent where that is empty; pairs of base and tip are asked for, and each
    tip once."""
    # To diff-tree, what follows a commit are its parents.
    asked = "".join(f"{tip} {base}".rstrip() + "\n" for base, tip in pairs)
    if not asked:
        return {}
    output = _asked(folder, "diff-tree", "--stdin", "-z", "-r", "--no-renames", *_PLAIN, *_RAW, folders=folders, stdin=asked)
    found: dict[str, list[Change]] = {}
    changes: list[Change] = []
    tokens = iter(output.split(b"\0"))
    for token in tokens:
        if token.startswith(b":"):
            changes += _changes([file_entry(token, tokens)])
        elif token:
            changes = found[token.decode("ascii")] = []
    return {tip: tuple(changes) for tip, changes in found.items()}


def read_files(folder: Path, commit: str, folders: Sequence[str]) -> tuple[Change, ...]:
    """All files at a commit, as if they had been added there."""
    output = _asked(folder, "ls-tree", "-r", "-z", commit, folders=folders)
    found = (_FILE.fullmatch(entry) for entry in output.split(b"\0"))
    return tuple(Change(name_of(file["path"]), "", file["hash"].decode("ascii")) for file in found if file)


def read_steps(
    folder: Path, tips: Iterable[str], without: Iterable[str], folders: Sequence[str], renames: bool = False
) -> Iterator[Step]:
    """The commits that lead to `tips`, and not to those of `without`, newest first, with what each changed."""
    how = ("--topo-order", *_RAW, *(("-M", _MOST_RENAMES) if renames else ("--no-renames",)))
    below = [place or "." for place in folders]
    for commit, when, authorship, *entries in read_records(folder, range_of(tips, without), _FIELDS, *how, below=below):
        changes = tuple(_changes(file_entries(entries)))
        yield Step(commit.decode("ascii"), int(when or 0), authorship, changes)  # git has no time of a committer without one


def _asked(folder: Path, command: str, *arguments: str, folders: Sequence[str], stdin: str = "") -> bytes:
    places = [place or "." for place in folders]
    return git(folder, "--literal-pathspecs", command, *arguments, "--", *places, stdin=stdin)


def _changes(entries: Iterable[FileEntry]) -> Iterator[Change]:
    for path, (before, after), former in entries:
        if before or after:
            yield Change(path, before, after, former)
