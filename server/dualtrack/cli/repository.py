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


def read_repository(path: str, today: str | None, trust: bool) -> Project:
    """The project in a folder, with git, notebooks and trackers asked."""
    root = Path(path).resolve()
    if not root.is_dir():
        raise Unusable(f"{path} is no folder")
    try:
        day = stated_today(today)
    except ValueError:
        raise Unusable(f'"{today}" is not a date such as 2026-11-02') from None
    outside = Outside(root, trusted=True, today=day)
    disk = DiskFiles(root, CONVENTIONS_FILE, ITEM_SUFFIXES)
    project = refreshed(Project(), disk.changed, {}, whole=True)
    boards = {board.folder: board.conventions for board in project.boards}
    zones = {conventions.timezone for conventions in boards.values()}
    facts = outside.with_history(outside.with_time(project.facts, zones))
    readers = outside.readers(boards, user_access(network=trust))
    states = list(map(partial(asked, before=None, today=day), readers))
    return project.with_facts(with_trackers(facts, states))
