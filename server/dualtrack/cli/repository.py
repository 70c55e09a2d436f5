"""A repository read once, with all facts, for a command."""

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from dualtrack.adapters.clock import stated_today
from dualtrack.adapters.disk import DiskFiles
from dualtrack.adapters.git import GitError, work_tree
from dualtrack.adapters.outside import Outside, asked, with_trackers
from dualtrack.adapters.trackers.tracker import user_access
from dualtrack.files.item_states import item_states
from dualtrack.model.conventions import Conventions
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES, USUAL_FOLDERS
from dualtrack.project.citations import cited_sources
from dualtrack.project.notebooks import notebooks_in_work
from dualtrack.project.project import Project
from dualtrack.project.refresh import item_folders, refreshed
from dualtrack.project.repositories import named_repositories
from dualtrack.project.sought import sought


class Unusable(Exception):
    """The command cannot be followed; the message says why."""


@dataclass(frozen=True)
class Repository:
    """A folder with boards and what it holds."""

    root: Path
    project: Project

    @property
    def below(self) -> str:
        """What stands before the project's paths where they are counted from the top of the git repository."""
        top = work_tree(self.root)
        below = self.root.relative_to(top).as_posix() if top else "."
        return "" if below == "." else f"{below}/"


def with_a_board(folder: Path) -> Path:
    """The folder, or the nearest one above it in the same repository that has a board at its top."""
    for parent in (folder, *folder.parents):
        if any((parent / name).is_file() for name in SETTINGS_FILES) or any((parent / name).is_dir() for name in USUAL_FOLDERS):
            return parent
        if (parent / ".git").exists():
            break
    return folder


def read_repository(path: str, today: str | None, trust: bool, pasts: bool = True) -> Repository:
    """The project in a folder, with git, notebooks and trackers asked, and, for `pasts`, what commits made of its items."""
    repository = read_files(path, today)
    project, day = repository.project, _stated(today)
    outside = Outside(repository.root, trusted=True, today=day)
    facts = outside.with_elsewhere(outside.with_history(project.facts, project.prefixes), sought(project))
    beside = {name: (repository.root / path).resolve() for name, path in named_repositories(project).items()}
    facts = outside.with_notebooks(outside.with_others(facts, project.prefixes, beside if trust else {}))
    if pasts:
        facts = outside.with_pasts(facts, item_folders(project), ITEM_SUFFIXES, item_states)
    facts = outside.with_notebook_work(facts, notebooks_in_work(project.with_facts(facts)))
    readers = outside.readers(_conventions(project), user_access(network=trust))
    states = list(map(partial(asked, before=None, today=day), readers))
    project = project.with_facts(with_trackers(facts, states))
    return Repository(repository.root, project.with_facts(outside.with_past_sources(project.facts, cited_sources(project))))


def with_elsewhere(repository: Repository) -> Repository:
    """The same with what other branches hold, so that an id which is taken there is not given again."""
    project = repository.project
    outside = Outside(repository.root, trusted=True, today=None)
    return Repository(repository.root, project.with_facts(outside.with_elsewhere(project.facts, sought(project))))


def read_files(path: str, today: str | None) -> Repository:
    """The project in a folder, with the dates of now, but nothing else asked; raises Unusable where there is no board."""
    repository = read_folder(with_a_board(folder_at(path)), today)
    if not repository.project.boards:
        raise Unusable(f"there is no board in {path}: no dualtrack.yaml and no tracks folder; dualtrack init sets one up")
    return repository


def read_folder(root: Path, today: str | None) -> Repository:
    """The project whose top is a folder, which may hold no board, with the dates of now."""
    disk = DiskFiles(root, SETTINGS_FILES, ITEM_SUFFIXES)
    project = refreshed(Project(), disk.changed, {}, whole=True)
    zones = {conventions.timezone for conventions in _conventions(project).values()}
    outside = Outside(root, trusted=True, today=_stated(today))
    return Repository(root, project.with_facts(outside.with_time(project.facts, zones)))


def folder_at(path: str) -> Path:
    """A folder that is there, with its whole path."""
    folder = Path(path).resolve()
    if not folder.is_dir():
        raise Unusable(f"{path} is no folder")
    return folder


def _stated(today: str | None) -> date | None:
    try:
        return stated_today(today)
    except ValueError:
        raise Unusable(f'"{today}" is not a date such as 2026-11-02') from None


def _conventions(project: Project) -> dict[str, Conventions]:
    """The conventions of each board by its folder."""
    return {board.folder: board.conventions for board in project.boards}


def project_at(repository: Repository, revision: str) -> Project:
    """What the repository held where this branch left a revision, with the facts of now."""
    from dualtrack.adapters.git_files import CommittedFiles, NoRevision, branching_point

    try:
        commit = branching_point(repository.root, revision)
        files = CommittedFiles(repository.root, commit, SETTINGS_FILES, ITEM_SUFFIXES)
        return refreshed(Project(), files.changed, {}, whole=True).with_facts(repository.project.facts)
    except (NoRevision, GitError) as error:
        raise Unusable(f"--since {revision}: {error}") from error
