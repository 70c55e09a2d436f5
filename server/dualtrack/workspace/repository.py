"""A repository read once, as a command or an agent needs it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dualtrack.adapters.access import user_access
from dualtrack.adapters.clock import stated_today
from dualtrack.adapters.git import GitError, git
from dualtrack.adapters.git_folder import work_tree
from dualtrack.changes.change import Refusal
from dualtrack.facts.facts import Fact
from dualtrack.facts.history import History
from dualtrack.facts.other_branches import OtherBranches
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES, USUAL_FOLDERS
from dualtrack.project.project import Project
from dualtrack.project.refresh import refreshed
from dualtrack.workspace.workspace import Workspace


@dataclass(frozen=True)
class Repository:
    """A folder with boards and what it holds."""

    root: Path
    project: Project

    @property
    def top(self) -> Path | None:
        """The top of the git repository that it lies in; None where there is none."""
        return work_tree(self.root)

    @property
    def below(self) -> str:
        """What stands before the project's paths where they are counted from the top of the git repository."""
        below = self.root.relative_to(self.top).as_posix() if self.top else "."
        return "" if below == "." else f"{below}/"


def with_a_board(folder: Path) -> Path:
    """The folder, or the nearest one above it in the same repository that has a board at its top."""
    for parent in (folder, *folder.parents):
        if any((parent / name).is_file() for name in SETTINGS_FILES) or any((parent / name).is_dir() for name in USUAL_FOLDERS):
            return parent
        if (parent / ".git").exists():
            break
    return folder


def read_repository(path: str, today: str | None, trust: bool, facts: Collection[type[Fact]] | None = None) -> Repository:
    """The project in a folder, with all that its sources know, or with these facts only."""
    workspace = workspace_at(with_a_board(folder_at(path)), today, trust)
    return _with_board(path, Repository(workspace.root, workspace.read(facts)))


def with_other_branches(repository: Repository, *more: type[Fact]) -> Repository:
    """The same with what other branches hold and commits mention, so that an id which is taken there is not given again; and
    with more facts."""
    workspace = workspace_at(repository.root, None)
    return Repository(repository.root, workspace.ask(repository.project, {OtherBranches, History, *more}))


def read_files(path: str, today: str | None) -> Repository:
    """The project in a folder, with the dates of now, but nothing else asked; raises Refusal where there is no board."""
    return _with_board(path, read_folder(with_a_board(folder_at(path)), today))


def read_folder(root: Path, today: str | None) -> Repository:
    """The project whose top is a folder, which may hold no board, with the dates of now."""
    return Repository(root, workspace_at(root, today).read())


def workspace_at(root: Path, today: str | None, trust: bool = False) -> Workspace:
    """Whoever runs a command in a folder trusts it; `trust` says whether hosts and clones that it names may be used too."""
    return Workspace(root, user_access(trusted=True, network=trust, clones=None if trust else ()), _stated(today))


def _with_board(path: str, repository: Repository) -> Repository:
    if not repository.project.boards and not repository.project.documents:
        raise Refusal(f"there is no board in {path}: no dualtrack.yaml and no tracks folder; dualtrack init sets one up")
    return repository


def on_branch(repository: Repository, name: str, today: str | None) -> Repository:
    """The repository after switching to a branch, which is made if there is none of that name; raises Refusal."""
    workspace = workspace_at(repository.root, today)
    workspace.switch_branch(name)
    return Repository(repository.root, workspace.read().with_facts(repository.project.facts))


def folder_at(path: str) -> Path:
    """A folder that is there, with its whole path."""
    folder = Path(path).resolve()
    if not folder.is_dir():
        raise Refusal(f"{path} is no folder")
    return folder


def _stated(today: str | None) -> date | None:
    try:
        return stated_today(today)
    except ValueError:
        raise Refusal(f'"{today}" is not a date such as 2026-11-02') from None


def day_since(repository: Repository, since: str | None) -> date | None:
    """The day that is written, or that of the commit where this branch left a revision; raises Refusal."""
    from dualtrack.adapters.git_files import NoRevision, branching_point

    try:
        return date.fromisoformat(since) if since else None
    except ValueError:
        pass
    try:
        commit = branching_point(repository.root, since or "")
        return date.fromisoformat(git(repository.root, "show", "--no-patch", "--format=%cs", commit).decode().strip())
    except (NoRevision, GitError, ValueError) as error:
        raise Refusal(f"--since {since}: {error}") from error


def project_at(repository: Repository, revision: str) -> Project:
    """What the repository held where this branch left a revision, with the facts of now."""
    from dualtrack.adapters.git_files import CommittedFiles, NoRevision, branching_point

    try:
        commit = branching_point(repository.root, revision)
        files = CommittedFiles(repository.root, commit, SETTINGS_FILES, ITEM_SUFFIXES)
        return refreshed(Project(), files.changed, {}, whole=True).with_facts(repository.project.facts)
    except (NoRevision, GitError) as error:
        raise Refusal(f"--since {revision}: {error}") from error
