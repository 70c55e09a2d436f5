"""A branch switched to where somebody asks for it; no hook of the repository is run."""

from pathlib import Path

from dualtrack.adapters.git import GitError, git
from dualtrack.said import said


def switch_branch(folder: Path, name: str) -> None:
    """Switch to a branch. If there is none of that name here or at a remote, it is made where HEAD stands. Raises GitError."""
    if name.startswith("-") or not name.isprintable() or " " in name:
        raise GitError(said("{name} is no name for a branch", name))
    there = git(folder, "for-each-ref", "--count=1", f"refs/heads/{name}", f"refs/remotes/*/{name}")
    git(folder, "switch", "--quiet", *(("--guess",) if there else ("--no-track", "--create")), name)
