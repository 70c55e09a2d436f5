"""The clones beside this one that a board names (docs/format.md, `repositories`)."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from dualtrack.project.project import Project


def named_repositories(project: Project) -> Mapping[str, PurePosixPath]:
    """Their paths as counted from the project's folder, which they may lead out of, by name; of two boards the first counts."""
    found: dict[str, PurePosixPath] = {}
    for board in project.boards:
        for name, path in board.conventions.repositories.items():
            found.setdefault(name, PurePosixPath(board.folder) / path)
    return found
