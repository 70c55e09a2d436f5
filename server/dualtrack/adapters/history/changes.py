"""Which files of some folders differ between commits, as git prints it without reading them."""

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dualtrack.adapters.git import git, name_of

_REGULAR = (b"100644", b"100755")
# A commit, in diff-tree's output, or a file that differs.
_RECORD = re.compile(
    rb"(?P<commit>[0-9a-f]{40,64})\0"
    rb"|:(?P<old_mode>\d{6}) (?P<mode>\d{6}) (?P<old>[0-9a-f]+) (?P<new>[0-9a-f]+) "
    rb"(?:[A-Z]|[RC]\d+\0(?P<former>[^\0]+))\0(?P<path>[^\0]+)\0"
)
_FILE = re.compile(rb"100(?:644|755) blob (?P<hash>[0-9a-f]+)\t(?P<path>.+)", re.DOTALL)
_MOST_RENAMES = "-l200"
_PLAIN = ("--raw", "-z", "--no-abbrev", "--relative", "--no-ext-diff", "--no-textconv")


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
    output = _asked(folder, "diff-tree", "--stdin", "-r", "--no-renames", *_PLAIN, folders=folders, stdin=asked)
    found: dict[str, list[Change]] = {}
    changes: list[Change] = []
    for record in _RECORD.finditer(output):
        if record["commit"]:
            changes = found[record["commit"].decode("ascii")] = []
        else:
            changes += _changes(record)
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
    mark = os.urandom(8).hex()  # a subject may hold anything that could be agreed on before
    asked = "".join(f"{tip}\n" for tip in tips) + "".join(f"^{hash}\n" for hash in without)
    how = (f"--format={mark}%H%x00%ct%x00%an <%ae> %at %s%x00", *(("-M", _MOST_RENAMES) if renames else ("--no-renames",)))
    output = _asked(folder, "log", "--stdin", "--topo-order", *how, *_PLAIN, folders=folders, stdin=asked)
    for step in output.split(mark.encode())[1:]:
        commit, when, authorship, raw = step.split(b"\0", 3)
        changes = tuple(change for record in _RECORD.finditer(raw) for change in _changes(record))
        yield Step(commit.decode("ascii"), int(when or 0), authorship, changes)  # git has no time of a committer without one


def _asked(folder: Path, command: str, *arguments: str, folders: Sequence[str], stdin: str = "") -> bytes:
    places = [place or "." for place in folders]
    return git(folder, "--literal-pathspecs", command, *arguments, "--", *places, stdin=stdin)


def _changes(record: re.Match[bytes]) -> Iterator[Change]:
    before = record["old"].decode("ascii") if record["old_mode"] in _REGULAR else ""
    after = record["new"].decode("ascii") if record["mode"] in _REGULAR else ""
    if before or after:
        yield Change(name_of(record["path"]), before, after, name_of(record["former"] or b""))
