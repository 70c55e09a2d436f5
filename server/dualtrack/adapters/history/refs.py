"""Where the branches and tags of a repository stand."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dualtrack.adapters.git import GitError, git, git_folders, text_of

_HEAD = "HEAD"
_USUAL_TRUNKS = ("main", "master", "trunk", "develop")
_BRANCHES = ("refs/heads/", "refs/remotes/")


@dataclass(frozen=True)
class Refs:
    """The commits that refs lead to, by full name, HEAD among them, and the name of the default branch.

    `cut` is a digest of what says where a shallow clone ends; empty for a whole one.
    """

    commits: Mapping[str, str] = field(default_factory=dict[str, str])
    trunk: str = ""
    cut: str = ""

    @property
    def tips(self) -> frozenset[str]:
        """All commits that refs lead to."""
        return frozenset(self.commits.values())

    @property
    def trunk_tips(self) -> frozenset[str]:
        """The default branch here and on the remotes: a commit on it has landed even if nobody has pushed it."""
        return frozenset(hash for ref, hash in self.commits.items() if is_branch(ref) and short_name(ref) == self.trunk)


def is_branch(ref: str) -> bool:
    """Whether a ref is a branch, here or on a remote."""
    return ref.startswith(_BRANCHES) and not ref.endswith(f"/{_HEAD}")


def short_name(ref: str) -> str:
    """A branch's name, without the remote's."""
    return ref.split("/", 2 if ref.startswith("refs/heads/") else 3)[-1]


def read_refs(folder: Path) -> Refs:
    """The refs of the repository that a folder lies in, none where there is no repository; raises GitError."""
    folders = git_folders(folder)
    if not folders:
        return Refs()
    try:
        listed = text_of(git(folder, "show-ref", "--head", "--dereference"))
    except GitError as error:
        if str(error):
            raise
        listed = ""  # it says nothing, and fails, where there is no ref
    commits: dict[str, str] = {}
    for line in listed.splitlines():
        hash, _, ref = line.partition(" ")
        if ref == _HEAD or ref.startswith((*_BRANCHES, "refs/tags/")):
            commits[ref.removesuffix("^{}")] = hash  # an annotated tag is followed by what it names
    return Refs(commits, _trunk(folders[1], commits), cut_of(folders[1]))


def fingerprint(folder: Path) -> tuple[Any, ...]:
    """Changes whenever HEAD or a ref moves; read from the file system without running git."""
    folders = git_folders(folder)
    if not folders:
        return ()
    own, common = folders
    state: list[tuple[str, int, int]] = []
    named = (own / _HEAD, own / "logs" / _HEAD, common / "packed-refs", common / "shallow")
    for file in (*named, *_loose(common / "refs"), *(common.glob("reftable/*"))):
        try:
            status = file.stat()
        except OSError:
            continue
        state.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(state)


def _trunk(common: Path, commits: Mapping[str, str]) -> str:
    """The name of the default branch: what the remote says, else a usual one, else the branch that is checked out."""
    try:
        said = (common / "refs" / "remotes" / "origin" / _HEAD).read_text(errors="replace").strip()
    except OSError:
        said = ""
    if said.startswith("ref: refs/remotes/origin/"):
        return said.removeprefix("ref: refs/remotes/origin/")
    branches = {short_name(ref) for ref in commits if is_branch(ref)}
    usual = next((name for name in _USUAL_TRUNKS if name in branches), "")
    at_head = (short_name(ref) for ref, hash in commits.items() if is_branch(ref) and hash == commits.get(_HEAD))
    return usual or next(at_head, "")


def cut_of(common: Path) -> str:
    """A digest of what says where a shallow clone ends, empty for a whole one; `common` is the git folder of all work trees."""
    try:
        content = (common / "shallow").read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(content).hexdigest() if content.strip() else ""


def _loose(refs: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(refs):
        yield from (Path(parent) / name for name in names)
