"""Where the branches and tags of a repository stand."""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dualtrack import limits
from dualtrack.adapters.git import GitError, git, name_of
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.plain_files import read_plain

_HEAD = "HEAD"
_USUAL_TRUNKS = ("main", "master", "trunk", "develop")
_BRANCHES = ("refs/heads/", "refs/remotes/")
_ORIGIN = "origin"


@dataclass(frozen=True)
class Refs:
    """The commits that refs lead to, by full name, HEAD among them, and the name of the default branch.

    `cut` is a digest of what says where a shallow clone ends, empty for a whole one; `remote` is the one that the default
    branch follows.
    """

    commits: Mapping[str, str] = field(default_factory=dict[str, str])
    trunk: str = ""
    cut: str = ""
    remote: str = _ORIGIN

    @property
    def tips(self) -> frozenset[str]:
        """All commits that refs lead to."""
        return frozenset(self.commits.values())

    @property
    def trunk_tips(self) -> frozenset[str]:
        """The default branch here, where a commit has landed even if nobody has pushed it, and there where it comes from; what
        a fork has on a branch of that name has not landed."""
        places = ("heads", f"remotes/{_ORIGIN}", f"remotes/{self.remote}")
        found = (self.commits.get(f"refs/{place}/{self.trunk}") for place in places)
        return frozenset(hash for hash in found if hash)


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
    listed = name_of(git_if_any(folder, "show-ref", "--head", "--dereference"))
    commits: dict[str, str] = {}
    for line in listed.split("\n"):
        hash, _, ref = line.partition(" ")
        if ref == _HEAD or ref.startswith((*_BRANCHES, "refs/tags/")):
            commits[ref.removesuffix("^{}")] = hash  # an annotated tag is followed by what it names
    trunk = _trunk(folder, folders[1], commits)
    return Refs(commits, trunk, cut_of(folders[1]), _followed(folder, trunk, commits))


def git_if_any(folder: Path, *arguments: str) -> bytes:
    """What git prints; nothing where it fails without a word, as it does where there is no such ref or setting."""
    try:
        return git(folder, *arguments)
    except GitError as error:
        if str(error):
            raise
        return b""


def fingerprint(folder: Path) -> tuple[Any, ...]:
    """Changes whenever HEAD or a ref moves; read from the file system without running git."""
    folders = git_folders(folder)
    if not folders:
        return ()
    own, common = folders
    state: list[tuple[str, int, int]] = []
    named = (own / _HEAD, own / "logs" / _HEAD, common / "packed-refs", common / "shallow")
    tables = (table for place in {own, common} for table in sorted(place.glob("reftable/*")))  # each work tree has its own HEAD
    for file in (*named, *_loose(common / "refs"), *tables):
        try:
            status = file.stat()
        except OSError:
            continue
        state.append((str(file), status.st_mtime_ns, status.st_size))
    return tuple(state)


def _trunk(folder: Path, common: Path, commits: Mapping[str, str]) -> str:
    """The name of the default branch: what the remote says, if it is there, else a usual one, else the branch that is checked
    out."""
    said = _said_by_origin(folder, common)
    if said in commits:
        return short_name(said)
    branches = [ref for ref in commits if is_branch(ref)]
    known = {short_name(ref) for ref in branches if ref.startswith(("refs/heads/", f"refs/remotes/{_ORIGIN}/"))}
    usual = next((name for name in _USUAL_TRUNKS if name in known), "")
    at_head = (short_name(ref) for ref in branches if commits[ref] == commits.get(_HEAD))
    return usual or next(at_head, "")


def _said_by_origin(folder: Path, common: Path) -> str:
    """The ref that the remote's HEAD leads to; empty where it has none."""
    name = f"refs/remotes/{_ORIGIN}/{_HEAD}"
    try:
        return name_of(read_plain(common / name)).strip().removeprefix("ref: ")
    except OSError:
        if not (common / "reftable").exists():
            return ""
    return name_of(git_if_any(folder, "symbolic-ref", "--quiet", name)).strip()


def _followed(folder: Path, trunk: str, commits: Mapping[str, str]) -> str:
    """The remote that the default branch follows; git is asked only where it could be another than `origin`."""
    elsewhere = (ref for ref in commits if ref.startswith("refs/remotes/") and ref.endswith(f"/{trunk}"))
    if all(ref == f"refs/remotes/{_ORIGIN}/{trunk}" for ref in elsewhere):
        return _ORIGIN
    return name_of(git_if_any(folder, "config", "--get", f"branch.{trunk}.remote")).strip() or _ORIGIN


def cut_of(common: Path) -> str:
    """A digest of what says where a shallow clone ends, empty for a whole one; `common` is the git folder of all work trees."""
    try:
        content = read_plain(common / "shallow", most=limits.FILE_BYTES)
    except OSError:
        return ""
    return hashlib.sha256(content).hexdigest() if content.strip() else ""


def is_partial(common: Path) -> bool:
    """Whether git has left something out of a pack that it fetched, as `git clone --filter` asks for."""
    try:
        return next((common / "objects" / "pack").glob("*.promisor"), None) is not None
    except OSError:  # a path that no system has
        return False


def _loose(refs: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(refs):
        yield from (Path(parent) / name for name in names)
