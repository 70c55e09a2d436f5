"""Where a repository lies on the disk, and whether git can read what lies there."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from time import monotonic

from dualtrack import limits
from dualtrack.adapters.plain_files import read_plain

_LOOKED_AT_AGAIN_SECONDS = 10
_MOST_INCLUDED = 50


def work_tree(folder: Path) -> Path | None:
    """The top of the work tree that a folder lies in; None where there is no git repository."""
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), None)


def git_folders(folder: Path) -> tuple[Path, Path] | None:
    """The git folder of the work tree that a folder lies in, and the one that all its work trees share; None where there is no
    repository, or where its `.git` file leads nowhere."""
    top = work_tree(folder)
    if not top:
        return None
    own = top / ".git"
    try:
        if own.is_file():
            kind, _, place = pointed(own).partition(": ")
            if kind != "gitdir":
                return None
            own = (top / place.strip()).resolve()
        pointer = own / "commondir"
        return own, (own / pointed(pointer).strip()).resolve() if pointer.is_file() else own
    except (OSError, ValueError):
        return None


def shallow_commits(folder: Path) -> frozenset[str]:
    """The commits at which a shallow clone ends: git has their parents' names and not what they had. None in a whole one."""
    found = git_folders(folder)
    try:
        return frozenset(read_plain(found[1] / "shallow", most=limits.FILE_BYTES).decode("ascii").split() if found else ())
    except (OSError, ValueError):
        return frozenset()


def pointed(pointer: Path) -> str:
    """What a small file of git says, such as where a git folder lies; raises OSError."""
    return os.fsdecode(read_plain(pointer))


def odd_file(folder: Path) -> str:
    """A pipe, a device or a huge file among those that git would read to their end, empty if there is none; remembered for a
    while."""
    return _odd_file(folder, int(monotonic() / _LOOKED_AT_AGAIN_SECONDS))


@lru_cache(maxsize=64)
def _odd_file(folder: Path, _: int) -> str:
    with suppress(OSError):  # git itself says what is wrong with its folder
        for file in _read_by_git(folder):
            mode = file.stat().st_mode if file.exists() else 0
            if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or (mode and file.stat().st_size > limits.GIT_INDEX_BYTES):
                return file.name
        for place in dict.fromkeys(git_folders(folder) or ()):
            for file in _objects(place / "objects"):
                mode = file.stat().st_mode if file.exists() else 0
                if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
                    return file.name
    return ""


def _objects(folder: Path) -> Iterator[Path]:
    """What is neither file nor folder where git keeps objects, or in the folders that `alternates` names."""
    pending = [folder]
    for _ in range(_MOST_INCLUDED):
        if not pending:
            return
        current = pending.pop()
        yield from _no_files(current, 2)
        with suppress(OSError):
            lines = os.fsdecode(read_plain(current / "info/alternates", most=limits.FILE_BYTES)).splitlines()
            pending += [current / line for line in lines if line and line[0] not in '#"']


def _no_files(folder: Path, depth: int) -> Iterator[Path]:
    """What is neither file nor folder, by what the listing says: nothing is opened, and few files are asked for."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _no_files(Path(entry.path), depth - 1) if depth else ()
            elif not entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


def _read_by_git(folder: Path) -> Iterator[Path]:
    """The files that git reads whole, whatever it is asked."""
    top = work_tree(folder)
    if not top:
        return
    yield top / ".mailmap"
    yield (own := top / ".git")
    places = {own, *(git_folders(folder) or ())}
    pending = [place / "config" for place in places]
    for place in places:
        for inner in ("", "info", "objects/info"):
            yield from (place / inner).glob("*")
        yield from (Path(parent) / name for parent, _, names in os.walk(place / "refs") for name in names)
    for _ in range(_MOST_INCLUDED):
        if not pending:
            return
        yield (config := pending.pop())
        pending += _included(config)


def _included(config: Path) -> Iterator[Path]:
    """The files that a configuration includes."""
    try:
        text = os.fsdecode(read_plain(config, most=limits.FILE_BYTES))
    except OSError:
        return
    if "[include" in text.casefold():
        for line in text.splitlines():
            key, _, value = line.rpartition("]")[2].partition("=")
            if key.strip().casefold() == "path":
                yield config.parent / Path(value.strip().strip('"')).expanduser()
