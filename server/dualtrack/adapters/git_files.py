"""The files of the boards as they were at a commit, read out of git without a checkout."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable, decoded, too_large
from dualtrack.adapters.git import GitError, git, name_of
from dualtrack.adapters.git_folder import work_tree
from dualtrack.model.folders import is_found
from dualtrack.said import said

_LINK, _FILES = "120000", ("100644", "100755")
_BROKEN_LINK = re.compile(rb"(dangling|loop|notdir|symlink) ([0-9]+)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class NoRevision(Exception):
    """There is nothing to compare with; the message says why and what to do."""


@dataclass(frozen=True)
class _Blob:
    mode: str
    hash: str
    size: int


def branching_point(folder: Path, revision: str) -> str:
    """The last commit that a revision and HEAD have in common; raises NoRevision."""
    if not work_tree(folder):
        raise NoRevision("this folder is in no git repository")
    commit = _commit(folder, revision)
    if not commit:
        raise NoRevision(f"git knows no such commit{_if_shallow(folder)}")
    head = _commit(folder, "HEAD")
    if not head:
        raise NoRevision("there is no commit yet")
    try:
        return git(folder, "merge-base", commit, head).decode().split()[0]
    except (GitError, IndexError):
        raise NoRevision(f"it has no commit in common with HEAD{_if_shallow(folder)}") from None


def _commit(folder: Path, revision: str) -> str:
    """The hash of the commit that a revision names, empty if there is none; raises NoRevision where git cannot work at all."""
    if not revision or revision.startswith("-") or not revision.isprintable():
        return ""
    try:
        return git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
    except GitError as error:
        if "dubious ownership" in str(error):
            raise NoRevision(f"git does not trust this folder, because it belongs to somebody else ({error})") from None
        return ""


def _if_shallow(folder: Path) -> str:
    if git(folder, "rev-parse", "--is-shallow-repository").strip() != b"true":
        return ""
    return "; this clone is shallow: get the whole history, by fetch-depth: 0 in actions/checkout or git fetch --unshallow"


class CommittedFiles:
    """The files of the boards in one folder at one commit, asked for as those on the disk are."""

    def __init__(self, root: Path, commit: str, settings: tuple[str, ...], suffixes: tuple[str, ...]) -> None:
        self._root = root
        self._settings = settings
        self._suffixes = suffixes
        self._blobs = dict(_listed(git(root, "ls-tree", "-r", "-z", "--long", commit)))
        self._given: set[str] = set()

    def changed(self, folders: Iterable[str], whole: bool) -> dict[str, str | Exception | None]:
        """The texts that were not given before: items below `folders` and, with `whole`, conventions anywhere."""
        below = tuple(folders)
        wanted = {path for path in self._blobs if is_found(path, below, self._suffixes) or (whole and self._is_settings(path))}
        new = sorted(wanted - self._given)
        self._given.update(new)
        return self._texts(new)

    def _is_settings(self, path: str) -> bool:
        return path.rpartition("/")[2] in self._settings and is_found(path, ("",), self._settings)

    def _texts(self, paths: list[str]) -> dict[str, str | Exception | None]:
        found = {path: self._target(path) for path in paths}
        contents = dict(read_contents(self._root, {blob.hash: blob.size for blob in found.values() if blob}))
        texts: dict[str, str | Exception | None] = {}
        for path, blob in found.items():
            if blob is None:
                texts[path] = Unreadable(said("this link leads to no file"))
            elif blob.hash in contents:
                texts[path] = decoded(contents[blob.hash])
            else:
                texts[path] = too_large(blob.size)
        return texts

    def _target(self, path: str) -> _Blob | None:
        """The file of a path; of a link the file that it leads to, one step and inside the folder."""
        blob = self._blobs[path]
        if blob.mode != _LINK:
            return blob
        where = name_of(dict(read_contents(self._root, {blob.hash: blob.size})).get(blob.hash, b""))
        there = self._blobs.get(posixpath.normpath(posixpath.join(posixpath.dirname(path), where)))
        return there if there and there.mode in _FILES else None


def read_contents(folder: Path, sizes: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    """The contents of files by hash, without those that are too large, asked for in parts that fit into memory twice; raises
    GitError where one is missing."""
    part: list[str] = []
    room = limits.GIT_BATCH_BYTES
    for hash, size in sizes.items():
        if size > limits.FILE_BYTES:
            continue
        if part and size > room:
            yield from _read(folder, part)
            part, room = [], limits.GIT_BATCH_BYTES
        part.append(hash)
        room -= size
    if part:
        yield from _read(folder, part)


class Entry(NamedTuple):
    """What git has at a path of a commit: a file, by its hash and size in bytes, or something of which `why_not` says why no
    file can be read there."""

    hash: str = ""
    size: int = 0
    why_not: str = ""


def is_inside(path: str) -> bool:
    """Whether git can be asked for a path, by a line: it leads to no other folder or address, and has no control characters."""
    steps = posixpath.normpath(path.replace("\\", "/")).split("/")
    is_elsewhere = "://" in path or steps[0] in ("", "..") or PureWindowsPath(path).drive
    return not is_elsewhere and not _CONTROL.search(path)


def entries_at(folder: Path, asked: Sequence[tuple[str, str]]) -> list[Entry | None]:
    """What git has at each path of a commit, links followed inside the repository; None where it has nothing, or the path is
    not inside. Raises GitError."""
    found = iter(_entries(folder, [each for each in asked if is_inside(each[1])]))
    return [next(found) if is_inside(path) else None for _, path in asked]


def _entries(folder: Path, asked: Sequence[tuple[str, str]]) -> list[Entry | None]:
    if not asked:
        return []
    names = "".join(f"{hash}:./{path}\n" for hash, path in asked)
    options = ("--follow-symlinks", "--batch-check=%(objectname) %(objecttype) %(objectsize)")
    output = git(folder, "cat-file", *options, stdin=names)
    found: list[Entry | None] = []
    at = 0
    for _ in asked:
        line = output[at : output.index(b"\n", at)]
        at += len(line) + 1
        if line.endswith(b" missing"):
            found.append(None)
        elif link := _BROKEN_LINK.fullmatch(line):
            at += int(link[2]) + 1
            found.append(Entry(why_not=_why_broken(link[1])))
        else:
            hash, kind, *size = line.decode("ascii").split()  # a submodule has no size
            found.append(Entry(hash, int(size[0])) if kind == "blob" else Entry(why_not=said("this is not a file")))
    if at != len(output):
        raise GitError(said("git gave more answers than it was asked for"))
    return found


def _why_broken(kind: bytes) -> str:
    match kind:
        case b"symlink":
            return said("this link leads out of the workspace")
        case b"loop":
            return said("this link leads in a circle")
        case _:
            return said("this link leads to no file")


def text_at(folder: Path, commit: str, path: str) -> str:
    """A file as a commit, given by its hash, left it, or as it was before the commit removed it; or why it cannot be read."""
    why = ""
    for revision in (commit, f"{commit}^"):
        name = f"{revision}:./{path}"
        try:
            size = int(git(folder, "cat-file", "-s", name))
            return str(decoded(git(folder, "cat-file", "blob", name)) if size <= limits.FILE_BYTES else too_large(size))
        except GitError as error:
            why = why or f"{path} cannot be read at {commit[:8]}: {error}"
    return why


def read_sizes(folder: Path, hashes: Iterable[str]) -> dict[str, int]:
    """The sizes of the files that git has, by hash."""
    asked = "".join(f"{hash}\n" for hash in hashes)
    listed = git(folder, "cat-file", "--batch-check", stdin=asked).decode("ascii").splitlines() if asked else []
    entries = (line.split() for line in listed)
    return {entry[0]: int(entry[2]) for entry in entries if len(entry) == 3 and entry[1] == "blob"}


def _listed(listing: bytes) -> Iterator[tuple[str, _Blob]]:
    """`mode type hash size<TAB>path` with a NUL behind each; submodules are left out."""
    for entry in listing.split(b"\0"):
        described, tab, path = entry.partition(b"\t")
        if tab:
            mode, kind, hash, size = described.decode("ascii").split()
            if kind == "blob" and mode in (*_FILES, _LINK):
                yield name_of(path), _Blob(mode, hash, int(size))


def _read(folder: Path, hashes: list[str]) -> Iterator[tuple[str, bytes]]:
    output = git(folder, "cat-file", "--batch", stdin="\n".join(hashes) + "\n")
    at = 0
    for hash in hashes:
        header = output[at : output.index(b"\n", at)]
        at += len(header) + 1
        *_, kind, size = header.split(b" ")
        if kind != b"blob":
            raise GitError(said("git lacks the object {hash}", hash))
        yield hash, output[at : at + int(size)]
        at += int(size) + 1
