"""Files and folders that git and trackers keep. No link is followed in a tracker's."""

import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from dualtrack import limits

_PIECE_BYTES = 4096
_DEEPEST = 8
# A named pipe must not make the reader wait for a writer, and a link is looked at before it is followed.
_ANY = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
NO_LINK = _ANY | getattr(os, "O_NOFOLLOW", 0)


def read_plain(path: Path, most: int = 4096) -> bytes:
    """The first bytes of a file that git reads, through links as git does; raises OSError, also for a pipe or a device, which
    would never end."""
    file = os.open(path, _ANY)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(errno.EINVAL, "this is not a file")
        return os.read(file, most)
    finally:
        os.close(file)


def any_bytes(path: Path, most: int) -> bytes:
    """The first bytes of whatever the user names, such as the output of another program; raises OSError. Of a named pipe into
    which nobody writes there are none."""
    file = os.open(path, _ANY)
    with open(file, "rb", buffering=0) as opened:  # noqa: PTH123 - it is open already
        if hasattr(os, "O_NONBLOCK"):
            os.set_blocking(file, True)
        content = bytearray()
        while len(content) < most and (more := opened.read(most - len(content))):
            content += more
        return bytes(content)


def plain_bytes(path: str) -> bytes:
    """The content of a file that a listing has as no link, pipe or device; raises OSError, also for what is too large."""
    file = os.open(path, NO_LINK)
    try:
        content = os.read(file, _PIECE_BYTES)
        while len(content) % _PIECE_BYTES == 0 and (more := os.read(file, limits.FILE_BYTES)):
            content += more
            if len(content) > limits.FILE_BYTES:
                raise OSError(errno.EFBIG, "this file is too large", path)
        return content
    finally:
        os.close(file)


def plain_files(
    folder: str, wanted: Callable[[str], bool] | None = None, above: str = "", depth: int = 0
) -> Iterator[tuple[str, bytes]]:
    """The names and contents of the files in a folder and below it: `val/f1` is a folder and a file."""
    for each in _entries(folder):
        if each.is_file(follow_symlinks=False):
            name = above + each.name
            if not wanted or wanted(name):
                yield name, plain_bytes(each.path)
        elif depth < _DEEPEST and each.is_dir(follow_symlinks=False):
            yield from plain_files(each.path, wanted, f"{above}{each.name}/", depth + 1)


def plain_folders(folder: str) -> list[str]:
    """The paths of the folders in a folder, hidden ones left out."""
    inner = (each.name for each in _entries(folder) if each.name[0] != "." and each.is_dir(follow_symlinks=False))
    return [f"{folder}/{name}" for name in sorted(inner)]


def modified(path: str) -> int:
    """When a file was written, in nanoseconds; 0 for one that is not there."""
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return 0


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What a folder holds; nothing where it is a link, which may lead out of the workspace."""
    try:
        return [] if os.path.islink(folder) else list(os.scandir(folder))  # noqa: PTH114 - for each of thousands of folders
    except (FileNotFoundError, NotADirectoryError):
        return []
