"""A repository read once, with all facts, for a command."""

from functools import partial
from pathlib import Path

from dualtrack.adapters.clock import stated_today
from dualtrack.adapters.disk import DiskFiles
from dualtrack.adapters.outside import Outside, asked, with_trackers
from dualtrack.adapters.trackers.tracker import user_access
from dualtrack.project.project import CONVENTIONS_FILE, ITEM_SUFFIXES, Project
from dualtrack.project.refresh import refreshed


class Unusable(Exception):
    """The command cannot be followed; the message says why."""


def _with_a_board(folder: Path) -> Path:
    """The folder, or the nearest one above it in the same repository that has a board at its top."""
    for parent in (folder, *folder.parents):
        if (parent / CONVENTIONS_FILE).is_file() or (parent / "tracks").is_dir():
            return parent
        if (parent / ".git").exists():
            break
    return folder


def read_repository(path: str, today: str | None, trust: bool) -> Project:
    """The project in a folder, with git, notebooks and trackers asked."""
    asked_for = Path(path).resolve()
    if not asked_for.is_dir():
        raise Unusable(f"{path} is no folder")
    root = _with_a_board(asked_for)
    try:
        day = stated_today(today)
    except ValueError:
        raise Unusable(f'"{today}" is not a date such as 2026-11-02') from None
    outside = Outside(root, trusted=True, today=day)
    disk = DiskFiles(root, CONVENTIONS_FILE, ITEM_SUFFIXES)
    project = refreshed(Project(), disk.changed, {}, whole=True)
    if not project.boards:
        raise Unusable(f"there is no board in {path}: no {CONVENTIONS_FILE} and no tracks folder")
    boards = {board.folder: board.conventions for board in project.boards}
    zones = {conventions.timezone for conventions in boards.values()}
    facts = outside.with_notebooks(outside.with_history(outside.with_time(project.facts, zones)))
    readers = outside.readers(boards, user_access(network=trust))
    states = list(map(partial(asked, before=None, today=day), readers))
    return project.with_facts(with_trackers(facts, states))
