"""Texts on their way to the disk, for the command line: each file whole or not at all, and nobody's work lost."""

import os
import shutil
import stat
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_BOM = b"\xef\xbb\xbf"


class NotWritten(Exception):
    """A file is left as it is; the message says which and why."""


@dataclass(frozen=True)
class Rewrite:
    """A file's text as it was read, None for a file to be made, and as it shall be; both without a byte order mark."""

    before: str | None
    after: str


def write(
    root: Path,
    texts: Mapping[str, Rewrite],
    renamed: Mapping[str, str] | None = None,
    removed: Mapping[str, str] | None = None,
) -> None:
    """Write the texts, give the files in `renamed` their new paths, and take away those in `removed` still with these texts
    and the folders that are then empty; all paths are relative to the root.

    Everything that can be refused is refused before the first file changes; raises NotWritten.
    """
    renamed, removed = renamed or {}, removed or {}
    for path, new in renamed.items():
        with _said(new):
            _check_rename(root, path, new)
    for path, text in removed.items():
        with _said(path):
            _check_removal(root, path, text)
    with _prepared(root, texts) as ready:
        for path, (target, temporary) in ready.items():
            with _said(path):
                content = _new_bytes(path, target, texts[path])  # looked at once more, as late as can be
                if temporary:
                    temporary.replace(target)
                else:
                    _make(target, content)
    for path, new in renamed.items():
        with _said(new):
            (root / new).parent.mkdir(parents=True, exist_ok=True)
            _check_rename(root, path, new)
            (root / path).rename(root / new)
    for path, text in removed.items():
        with _said(path):
            _check_removal(root, path, text)
            (root / path).unlink()
            _remove_empty_folders(root, path)


@contextmanager
def _prepared(root: Path, texts: Mapping[str, Rewrite]) -> Generator[dict[str, tuple[Path, Path | None]]]:
    """Each file's place, links followed, and for one that is there a temporary file beside it that holds what it shall be."""
    contents: dict[str, tuple[Path, bytes]] = {}
    for path, rewrite in texts.items():
        with _said(path):
            target = _inside(root, path)
            if any(target == other for other, _ in contents.values()):
                raise NotWritten(f"{path} is a link to a file that is to be written too")
            contents[path] = (target, _new_bytes(path, target, rewrite))
    ready: dict[str, tuple[Path, Path | None]] = {}
    try:
        for path, (target, content) in contents.items():
            with _said(path):
                ready[path] = (target, None if texts[path].before is None else _temporary(target, content))
        yield ready
    finally:
        for _, temporary in ready.values():
            if temporary:
                temporary.unlink(missing_ok=True)


def _new_bytes(path: str, target: Path, rewrite: Rewrite) -> bytes:
    """What the file shall hold, its byte order mark kept; raises NotWritten if it is not as it was read."""
    try:
        content = rewrite.after.encode("utf-8")
    except UnicodeEncodeError:
        raise NotWritten(f"{path} would hold what is no text") from None
    if rewrite.before is None:
        if os.path.lexists(target):
            raise NotWritten(f"{path} is there already")
        return content
    current = _as_read(path, target, rewrite.before)
    return _BOM + content if current.startswith(_BOM) else content


def _as_read(path: str, target: Path, before: str) -> bytes:
    """What a file holds; raises NotWritten if that is not the text that was read, or must not be changed."""
    current = _current(path, target)
    if not os.access(target, os.W_OK):
        raise NotWritten(f"{path} is write-protected")
    if current.removeprefix(_BOM) != before.encode("utf-8", errors="surrogatepass"):
        raise NotWritten(f"{path} has changed since it was read")
    return current


def _current(path: str, target: Path) -> bytes:
    try:
        if not stat.S_ISREG(target.stat().st_mode):
            raise NotWritten(f"{path} is not a file")
        return target.read_bytes()
    except FileNotFoundError:
        raise NotWritten(f"{path} is gone") from None


def _temporary(target: Path, content: bytes) -> Path:
    """A file beside the target with its mode and what else the system keeps with it; its name is no item's."""
    descriptor, name = tempfile.mkstemp(prefix=".dualtrack-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        _take_over(target, temporary)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _take_over(target: Path, temporary: Path) -> None:
    status = target.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):  # only root may give a file to somebody else
            os.chown(temporary, status.st_uid, status.st_gid)
    shutil.copystat(target, temporary)
    os.utime(temporary)  # the times alone are new, or nobody would notice


def _make(target: Path, content: bytes) -> None:
    """A new file; whatever else has been made at its place in the meantime stays."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            target.unlink(missing_ok=True)
            raise


def _check_removal(root: Path, path: str, text: str) -> None:
    target = _inside(root, path)
    if (root / path).is_symlink():
        raise NotWritten(f"{path} is a link, so it stays")
    _as_read(path, target, text)


def _remove_empty_folders(root: Path, path: str) -> None:
    """Take away the folders of a file that is gone, up to the first that holds something."""
    for folder in Path(path).parents[:-1]:
        try:
            (root / folder).rmdir()
        except OSError:  # it holds something, or is a link
            return


def _check_rename(root: Path, path: str, new: str) -> None:
    source, target = root / path, root / new
    if source.is_symlink() or _inside(root, path) != source.parent.resolve() / source.name:
        raise NotWritten(f"{path} is a link, so it keeps its name")
    if not source.is_file():
        raise NotWritten(f"{path} is gone")
    _inside(root, new)
    same = os.path.lexists(target) and target.exists() and target.samefile(source)  # where case makes no difference
    if os.path.lexists(target) and not same:
        raise NotWritten(f"{new} is there already")


def _inside(root: Path, path: str) -> Path:
    """Where a file really is; raises NotWritten outside of the workspace."""
    full = root / path
    try:
        if full.is_symlink() and not full.exists():
            raise NotWritten(f"{path} is a link that leads to no file")
        target = full.resolve()
        top = root.resolve()
    except RuntimeError:
        raise NotWritten(f"{path} is a link that leads in a circle") from None
    if not target.is_relative_to(top) or target == top:
        raise NotWritten(f"{path} leads out of the workspace")
    return target


@contextmanager
def _said(path: str) -> Generator[None]:
    """What the system refuses, in words that name the file."""
    try:
        yield
    except OSError as error:
        raise NotWritten(f"{path} cannot be written: {error.strerror or error}") from error
