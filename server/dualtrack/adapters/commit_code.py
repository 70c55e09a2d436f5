"""What commits hold beside the files of the boards: which of them have the same code."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from dualtrack import limits
from dualtrack.adapters.git import git, name_of, text_of
from dualtrack.model.mention import leading_id
from dualtrack.project.board import is_within

_FOLDER = b"40000"
_DEPTH = 12
"""Of folders that are looked into; deeper ones are taken as they are."""


class BoardFiles(NamedTuple):
    """The folders of items and the files that state conventions, from the top of the work tree."""

    folders: tuple[str, ...]
    settings: tuple[str, ...]

    def hold(self, path: str) -> bool:
        """Whether a file is a board's own: its settings, a file whose name begins with an id, or a page of its wiki. A script
        or a prompt that lies among the items is code."""
        is_page = path.endswith(".md") and any(
            is_within(path, each) and (leading_id(path.rpartition("/")[2]) or is_within(path, f"{each}/wiki"))
            for each in self.folders
        )
        return path in self.settings or is_page

    def may_lie_in(self, folder: str) -> bool:
        """Whether there can be such files in a folder."""
        return any(is_within(folder, each) for each in self.folders) or any(
            is_within(each, folder) for each in (*self.folders, *self.settings)
        )


class _Entry(NamedTuple):
    mode: bytes
    name: str
    hash: str


def code_of(root: Path, commits: Collection[str], own: BoardFiles) -> dict[str, str]:
    """By the full hash of a commit that is there, a digest of its files without the boards' own; nothing where the folders of
    these are too large or too many. Raises GitError, and ValueError where a tree is missing."""
    tops = dict(zip(commits, (hash for hash, _ in _sizes(root, [f"{each}^{{tree}}" for each in commits])), strict=True))
    trees: dict[str, list[_Entry]] = {}
    sizes: dict[str, int] = {}
    opened: set[tuple[str, str]] = set()
    pending, left = {(hash, "") for hash in tops.values()}, limits.RUN_TREES_BYTES
    for _ in range(_DEPTH):
        new = sorted({hash for hash, _ in pending} - trees.keys())
        sizes |= dict(_sizes(root, new))
        left -= sum(sizes[hash] for hash, _ in pending)
        opened |= pending
        if left < 0 or len(opened) > limits.RUN_TREES:
            return {}
        trees |= zip(new, _read(root, new), strict=True)
        inside = ((entry, f"{above}{entry.name}") for hash, above in pending for entry in trees[hash] if entry.mode == _FOLDER)
        found = ((entry.hash, f"{path}/") for entry, path in inside if own.may_lie_in(path))
        pending = set(islice(found, limits.RUN_TREES + 1))
    digests: dict[tuple[str, str], str] = {}

    def digest(hash: str, folder: str) -> str:
        """Of a folder, whose path ends with a slash; empty where it holds nothing but the boards' own files."""
        if (hash, folder) not in opened:
            return hash
        if (hash, folder) not in digests:
            digests[hash, folder] = _digest((*each[:2], part) for each in trees[hash] if (part := of_entry(each, folder)))
        return digests[hash, folder]

    def of_entry(entry: _Entry, folder: str) -> str:
        path = f"{folder}{entry.name}"
        return digest(entry.hash, f"{path}/") if entry.mode == _FOLDER else "" if own.hold(path) else entry.hash

    return {commit: digest(hash, "") for commit, hash in tops.items()}


def _digest(parts: Iterable[tuple[bytes, str, str]]) -> str:
    held = list(parts)
    return hashlib.sha256(repr(held).encode()).hexdigest() if held else ""


def _sizes(root: Path, names: Collection[str]) -> Iterator[tuple[str, int]]:
    """The hashes and sizes of trees."""
    asked = "".join(f"{name}\n" for name in names)
    lines = (
        text_of(git(root, "cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=asked)).splitlines() if asked else []
    )
    return ((hash, int(size)) for hash, size in map(str.split, lines))


def _read(root: Path, hashes: Collection[str]) -> Iterator[list[_Entry]]:
    """The entries of trees."""
    output = git(root, "cat-file", "--batch", stdin="".join(f"{hash}\n" for hash in hashes)) if hashes else b""
    at = 0
    for hash in hashes:
        start = output.index(b"\n", at) + 1
        end = start + int(output[at : start - 1].rpartition(b" ")[2])
        yield list(_entries(output[start:end], len(hash) // 2))
        at = end + 1


def _entries(content: bytes, width: int) -> Iterator[_Entry]:
    """`mode name`, a NUL and the hash in `width` bytes, one behind the other."""
    at = 0
    while at < len(content):
        end = content.index(b"\0", at)
        mode, _, name = content[at:end].partition(b" ")
        at = end + 1 + width
        yield _Entry(mode, name_of(name), content[end + 1 : at].hex())
