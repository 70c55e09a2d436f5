"""A new branch, made where somebody asks for it: no file changes, and no hook of the repository is run."""

from pathlib import Path

from dualtrack.adapters.git import GitError, git


def start_branch(folder: Path, name: str) -> None:
    """Make a branch where HEAD stands and switch to it; raises GitError where there is one of that name, or it cannot be."""
    if name.startswith("-") or not name.isprintable() or " " in name:
        raise GitError(f"{name} is no name for a branch")
    git(folder, "switch", "--quiet", "--no-track", "--create", name)
