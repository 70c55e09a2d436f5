"""`dualtrack new`."""

import os
from argparse import Namespace
from pathlib import Path

from dualtrack.changes.change import Refusal
from dualtrack.changes.new_item import new_item
from dualtrack.cli.style import printable
from dualtrack.project.board import is_within
from dualtrack.project.project import Project
from dualtrack.workspace.repository import Repository, folder_at, read_files, read_folder, with_other_branches
from dualtrack.workspace.writing import write_change


def run(options: Namespace) -> int:
    """Make an item, and print where it is, as seen from the current folder."""
    folder = folder_at(options.path)
    repository = with_other_branches(_whole(read_files(options.path, options.today), options.today))
    board = _nearest(repository.project, folder.relative_to(repository.root).as_posix())
    title = " ".join(options.title)
    change = new_item(repository.project, board, options.kind, title, sprint=options.sprint, assignee=options.assignee)
    write_change(repository, change)
    for path in change.edits:
        print(printable(os.path.relpath(repository.root / path, Path.cwd())))
    return 0


def _whole(found: Repository, today: str | None) -> Repository:
    """The whole git repository that a board is in, because ids are unique in it."""
    return read_folder(found.top, today) if found.top and found.top != found.root else found


def _nearest(project: Project, folder: str) -> str:
    """The folder of the board that a folder is in; elsewhere that of the only one."""
    folders = sorted((board.folder for board in project.boards), key=len, reverse=True)
    inside = [board for board in folders if not board or is_within(folder, board)]
    if not inside and len(folders) > 1:
        raise Refusal(f"there are several boards: choose one with -C {' or -C '.join(sorted(folders))}")
    return (inside or folders)[0]
