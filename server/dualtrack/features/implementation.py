"""The files in which the work on an item is."""

from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.project import Project


def implementations(project: Project, item: Item) -> tuple[str, ...]:
    """The item's notebooks, then what its commits touched, the latest first, but for the board's own files. Some may be gone by
    now."""
    own = (commit for commit in evidence.commits(project, item) if not commit.repository)
    touched = (path for commit in own for path in commit.paths)
    paths = dict.fromkeys((*evidence.notebooks(project, item), *touched))
    return tuple(path for path in paths if path not in project.documents)
