"""`dualtrack new`."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from dualtrack.changes.change import Refusal
from dualtrack.changes.new_item import new_item
from dualtrack.cli.terminal import say
from dualtrack.project.board import is_within
from dualtrack.project.project import Project
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.repository import folder_at, read_files, read_folder, with_other_branches
from dualtrack.workspace.writing import write_change


def run(options: Namespace) -> None:
    """Make an item, and print where it is, as seen from the current folder."""
    folder = folder_at(options.path)
    found = read_files(options.path, options.today)
    # Ids are unique in the whole git repository that a board is in.
    whole = read_folder(found.top, options.today) if found.top and found.top != found.root else found
    repository = with_other_branches(whole)
    board = _nearest(repository.project, folder.relative_to(repository.root).as_posix())
    title = " ".join(options.title)
    change = new_item(repository.project, board, options.kind, title, sprint=options.sprint, assignee=options.assignee)
    write_change(repository, change)
    say(*(os.path.relpath(repository.root / path, Path.cwd()) for path in change.edits))
    if options.kind in ("experiment", "spike"):
        say(*(f"tried before: {prior.line}" for prior in Priors()(repository.project, title)), to=sys.stderr)


def _nearest(project: Project, folder: str) -> str:
    """The folder of the board that a folder is in; elsewhere that of the only one."""
    folders = sorted((board.folder for board in project.boards), key=len, reverse=True)
    inside = [board for board in folders if not board or is_within(folder, board)]
    if not inside and len(folders) > 1:
        raise Refusal(f"there are several boards: choose one with -C {' or -C '.join(sorted(folders))}")
    return (inside or folders)[0]
