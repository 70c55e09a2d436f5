"""What is asked to be written, by a command or an agent: read, changed and written in one step."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.lock import one_at_a_time
from dualtrack.changes.change import Refusal
from dualtrack.changes.new_item import NewKind, new_item
from dualtrack.changes.request import Request, made
from dualtrack.facts.pasts import Pasts
from dualtrack.features.naming import named_item
from dualtrack.model.item import Item
from dualtrack.project.board import is_within
from dualtrack.project.project import Project
from dualtrack.workspace.priors import Priors
from dualtrack.workspace.repository import (
    Repository,
    folder_at,
    on_branch,
    read_files,
    read_folder,
    read_repository,
    with_a_board,
    with_other_branches,
)
from dualtrack.workspace.writing import Written, write_change, written


def ask(kind: type[Request], id: str, given: Mapping[str, Any], path: str, today: str | None, trust: bool) -> Written:
    """Make a change that is asked for by name, in the repository at a path; raises Refusal."""
    with _one_at_a_time(path):
        repository = read_repository(path, today, trust) if kind.reads_facts else read_files(path, today)
        repository = with_other_branches(repository) if kind.gives_id else repository
        request = made(kind, {**given, "key": _named(repository, id).key})
        change = request.change(repository.project)
        if branch := request.branch_to_start(repository.project):
            repository = on_branch(repository, branch, today)
            change = request.change(repository.project)
        if change.edits:
            write_change(repository, change)
        return written(repository, change)


def _one_at_a_time(path: str) -> AbstractContextManager[None]:
    root = with_a_board(folder_at(path))
    shared = git_folders(root)  # by all work trees, in which ids are the same
    return one_at_a_time(shared[1] if shared else root)


def _named(repository: Repository, id: str) -> Item:
    """The item that is meant; where no file holds it, other branches and its past are asked, so that the refusal says where
    it is."""
    try:
        return named_item(repository.project, id)
    except Refusal:
        return named_item(with_other_branches(repository, Pasts).project, id)


def make(kind: NewKind, title: str, sprint: str, assignee: str, path: str, today: str | None) -> Written:
    """Make a new item on the board that a path is in, with an id that no branch has; raises Refusal."""
    folder = folder_at(path)
    with _one_at_a_time(path):
        found = read_files(path, today)
        # Ids are unique in the whole git repository that a board is in.
        whole = read_folder(found.top, today) if found.top and found.top != found.root else found
        repository = with_other_branches(whole)
        board = _nearest(repository.project, folder.relative_to(repository.root).as_posix())
        change = new_item(repository.project, board, kind, title, sprint=sprint, assignee=assignee)
        write_change(repository, change)
    tried = Priors()(repository.project, title) if kind in ("experiment", "spike") else []
    return written(repository, change, *(f"tried before: {prior.line}" for prior in tried))


def _nearest(project: Project, folder: str) -> str:
    """The folder of the board that a folder is in; elsewhere that of the only one."""
    folders = sorted((board.folder for board in project.boards), key=len, reverse=True)
    inside = [board for board in folders if not board or is_within(folder, board)]
    if not inside and len(folders) > 1:
        raise Refusal(f"there are several boards: choose one with -C {' or -C '.join(sorted(folders))}")
    return (inside or folders)[0]
