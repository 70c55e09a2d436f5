"""The files of a workspace folder: which there are, and their texts. Nothing outside the folder is read."""

import codecs
import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.plain_files import NO_LINK
from dualtrack.model.folders import is_passed_over
from dualtrack.model.words import data_size
from dualtrack.said import said

LFS_POINTER = b"version https://git-lfs.github.com/spec/v1"
"""How a file begins that Git LFS has not fetched."""


IN_LFS = said("this file is a pointer of Git LFS, and what it points to is not on this machine")


class Unreadable(Exception):
    """A file's text is not to be had; the message says why."""


class Stamp(NamedTuple):
    """Changes with the file: times, size and which file it is."""

    modified: int
    size: int
    inode: int


Files = Callable[[str, Callable[[str], bool]], Iterable[str]]
"""The paths below a folder whose names are wanted."""


class DiskFiles:
    """The files of the boards in one folder, and what has changed since they were last asked for."""

    def __init__(self, root: Path, settings: tuple[str, ...], suffixes: tuple[str, ...]) -> None:
        self.root = root
        self._settings = settings
        self._suffixes = suffixes
        self._stamps: dict[str, Stamp | None] = {}
        self._forgotten: set[str] = set()

    def changed(self, folders: Iterable[str], whole: bool, files: Files | None = None) -> dict[str, str | Unreadable | None]:
        """Texts of new and changed files, None for those that are gone: items below `folders`, and the conventions that are
        known, or, with `whole`, those anywhere below the root. `files` lists them, if that has been done already."""
        files = files or partial(walk, self.root)
        forgotten = self._take_forgotten()
        if whole:
            found = set(files("", lambda name: name in self._settings))
        else:
            found = {path for path in self._stamps if path.rpartition("/")[2] in self._settings}
        for folder in folders:
            if _leads_out(self.root, folder):
                found.add(folder)
            else:
                found.update(files(folder, lambda name: name.endswith(self._suffixes)))
        return self._texts(found | self._stamps.keys(), forgotten)

    def reread(self, paths: Iterable[str]) -> dict[str, str | Unreadable | None]:
        """The same of some files, without looking for others."""
        return self._texts(paths, self._take_forgotten())

    def _take_forgotten(self) -> set[str]:
        forgotten, self._forgotten = self._forgotten, set()
        return forgotten

    def _texts(self, paths: Iterable[str], forgotten: set[str]) -> dict[str, str | Unreadable | None]:
        texts: dict[str, str | Unreadable | None] = {}
        inside: dict[str, bool] = {}
        for path in {*paths, *forgotten}:
            if path in self._stamps and path not in forgotten and stamp_of(f"{self.root}/{path}") == self._stamps[path]:
                continue
            stamp, texts[path] = _read(self.root, path, inside)
            if texts[path] is None:
                self._stamps.pop(path, None)
            else:
                self._stamps[path] = stamp
        return texts

    def forget(self, path: str) -> None:
        """Have a file read again even if it seems unchanged, because what is known of it did not come from the disk."""
        self._forgotten.add(path)

    def start_over(self, known: Iterable[str]) -> None:
        """Have all files read again, those too that are `known` and may be gone, because what was last read of them is lost."""
        self._forgotten.update(self._stamps, known)


def walk(root: Path, folder: str, wanted: Callable[[str], bool]) -> Iterator[str]:
    """The paths, relative to the root, of the files below a folder whose names are wanted; links to folders and hidden,
    generated or vendored folders are passed over, and other repositories: submodules, clones, and work trees of this one."""
    for current, names, _ in folders_and_files(root, folder):
        above = f"{current}/" if current else ""
        yield from (above + name for name in names if wanted(name))


def folders_and_files(root: Path, folder: str) -> Iterator[tuple[str, list[str], Stamp | None]]:
    """A folder and those below it, relative to the root, each with the names of its files and the stamp that it had before;
    passed over as by `walk`."""
    pending = [folder]
    while pending:
        current = pending.pop()
        stamp = stamp_of(f"{root}/{current}")
        try:
            folders, files = _inside(root, current)
        except OSError:
            continue
        pending += folders
        yield current, files, stamp


def folders_in(root: Path, folder: str) -> list[str]:
    """The folders in a folder, relative to the root, in order; passed over as by `walk`, none where it cannot be read."""
    try:
        return _inside(root, folder)[0]
    except OSError:
        return []


def _inside(root: Path, folder: str) -> tuple[list[str], list[str]]:
    """The folders in a folder, relative to the root, and the names of its files; raises OSError."""
    above = f"{folder}/" if folder else ""
    folders: list[str] = []
    files: list[str] = []
    for entry in os.scandir(root / folder):
        if not entry.is_dir(follow_symlinks=False):
            files.append(entry.name)
        elif not is_passed_over(entry.name) and not os.path.lexists(f"{entry.path}/.git"):
            folders.append(above + entry.name)
    return sorted(folders), sorted(files)


def read_text(root: Path, path: str, inside: dict[str, bool] | None = None) -> str | Unreadable | None:
    """The text of a file in UTF-8 without its byte order mark; None if there is no such file.

    `inside` remembers which folders lie in the workspace, where many files are read at once.
    """
    return _read(root, path, {} if inside is None else inside)[1]


def _read(root: Path, path: str, inside: dict[str, bool]) -> tuple[Stamp | None, str | Unreadable | None]:
    """The same with the stamp that the file had when it was opened."""
    stamp = None
    try:
        file, status = open_file(root, path, inside)
        stamp = _stamp(status)
        try:
            return stamp, decoded(_content(file, stamp.size))
        finally:
            os.close(file)
    except FileNotFoundError:
        return None, None
    except OSError as error:
        reason = Unreadable(said("this file cannot be read: {strerror}", error.strerror))
    except Unreadable as error:
        reason = error
    return stamp or stamp_of(f"{root}/{path}"), reason


def read_head(root: Path, path: str, most: int) -> tuple[bytes, int]:
    """The first bytes of a file in the folder, and its size; nothing where it cannot be read."""
    try:
        file, status = open_file(root, path, {})
    except (OSError, Unreadable):
        return b"", 0
    try:
        return os.read(file, most), status.st_size
    finally:
        os.close(file)


def is_there(root: Path, path: str) -> bool:
    """Whether there is a file or folder of this path, readable or not; a link that leads out of the workspace is one."""
    try:
        os.close(open_file(root, path, {})[0])
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, Unreadable):
        return True
    return True


def too_large(size: int, limit: int | None = None) -> Unreadable:
    """Why a file of this many bytes is not read; up to `limit` bytes are, if it is given."""
    most = data_size(limit or limits.FILE_BYTES)
    return Unreadable(said("this file has {size}; up to {most} are read", data_size(size), most))


def decoded(content: bytes) -> str | Unreadable:
    """The text that the bytes of a file are, without its byte order mark."""
    if content.startswith(LFS_POINTER):
        return Unreadable(IN_LFS)
    content = content.removeprefix(codecs.BOM_UTF8)  # the codec that does so is written in Python
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if b"\0" in content[:8192]:
            return Unreadable(said("this file is binary"))
        byte, line = f"{content[error.start]:#04x}", content.count(b"\n", 0, error.start) + 1
        return Unreadable(said("this file is not UTF-8: byte {byte} in line {line}", byte, line))


def open_file(root: Path, path: str, inside: dict[str, bool]) -> tuple[int, os.stat_result]:
    """A descriptor of a file in the workspace, which the caller closes, and its status; raises OSError or Unreadable. `inside`
    as above."""
    folder = path.rpartition("/")[0]
    if folder not in inside:
        inside[folder] = not _leads_out(root, folder)
    if not inside[folder]:
        raise Unreadable(said("this link leads out of the workspace"))
    try:
        file = os.open(f"{root}/{path}", NO_LINK) if hasattr(os, "O_NOFOLLOW") else _open_link(root, path)
    except OSError as error:
        if error.errno != errno.ELOOP:
            raise
        file = _open_link(root, path)
    status = os.fstat(file)
    if not stat.S_ISREG(status.st_mode):
        os.close(file)
        raise Unreadable(said("this is not a file"))
    return file, status


def is_file(root: Path, path: str) -> bool:
    """Whether a file is there and lies in the workspace."""
    return (root / path).is_file() and not _leads_out(root, path)


def stamp_of(path: str) -> Stamp | None:
    """The stamp of a file that is there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a Path for each of thousands of files costs more than the call
    except OSError:
        return None
    return _stamp(status)


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_mtime_ns, status.st_size, status.st_ino)


def _content(file: int, size: int) -> bytes:
    """The bytes of an open file; raises OSError or Unreadable."""
    if size > limits.FILE_BYTES:
        raise too_large(size)
    content = os.read(file, size + 1)
    while len(content) < size and (more := os.read(file, size)):
        content += more
    return content


def _open_link(root: Path, path: str) -> int:
    link = root / path
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        circle = isinstance(error, RuntimeError) or error.errno == errno.ELOOP
        raise Unreadable(said("this link leads in a circle") if circle else said("this link leads to no file")) from None
    if not target.is_relative_to(root.resolve()):
        raise Unreadable(said("this link leads out of the workspace"))
    return os.open(target, NO_LINK)


def _leads_out(root: Path, folder: str) -> bool:
    try:
        return not (root / folder).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return True
