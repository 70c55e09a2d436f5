"""Ids that are given in another work tree of the repository, and not committed yet: two agents, each in a work tree of its own,
would both take the next id."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from dualtrack import limits
from dualtrack.adapters.disk import decoded
from dualtrack.adapters.git import GitError, git, name_of
from dualtrack.adapters.git_folder import git_folders, pointed, work_tree
from dualtrack.adapters.plain_files import plain_bytes
from dualtrack.facts.other_branches import BranchQuery
from dualtrack.model.folders import is_found
from dualtrack.model.mention import canonical


def ids_in_other_work_trees(folder: Path, query: BranchQuery) -> frozenset[str]:
    """The canonical ids in files of boards that are new or changed there, as far as they can be read."""
    found: set[str] = set()
    for there in _other_work_trees(folder) if query.folders else ():
        with suppress(GitError, OSError):
            asked = ("--", *(f"./{each}" for each in query.folders))
            listed = git(there, "ls-files", "-z", "--others", "--modified", *asked) if there.is_dir() else b""
            for path in dict.fromkeys(map(name_of, listed.split(b"\0")[: limits.BRANCH_FILES])):
                if is_found(path, query.folders, query.suffixes):
                    found.update(_ids(there, path, query))
    return frozenset(found)


def _ids(folder: Path, path: str, query: BranchQuery) -> Iterator[str]:
    with suppress(OSError):  # it was deleted
        text = decoded(plain_bytes(str(folder / path)))
        yield from (canonical(state.id) for state in query.states(path, text)) if isinstance(text, str) else ()


def _other_work_trees(folder: Path) -> Iterator[Path]:
    """The same folder in the others; each says itself that it is one of this repository, since a pointer can be forged."""
    own, top = git_folders(folder), work_tree(folder)
    if not own or not top:
        return
    common = own[1]
    tops = [_main_work_tree(top, common)]
    with suppress(OSError, ValueError):
        pointers = sorted((common / "worktrees").glob("*/gitdir"))[: limits.WORK_TREES]
        tops += ((pointer.parent / pointed(pointer).strip()).parent.resolve() for pointer in pointers)
    for other in tops:
        if other != top.resolve() and (of := git_folders(other)) and of[1] == common:
            yield other / folder.relative_to(top)


def _main_work_tree(top: Path, common: Path) -> Path:
    """Where it is if there is one; that of a submodule is not around its git folder."""
    stated = b""
    with suppress(GitError):
        stated = git(top, "config", "core.worktree") if common.name != ".git" else b""
    return (common / name_of(stated.removesuffix(b"\n"))).resolve() if stated else common.parent
