"""One folder: its files and its sources, and the project that they make."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from dualtrack.adapters import clock
from dualtrack.adapters.access import Access
from dualtrack.adapters.branching import switch_branch
from dualtrack.adapters.disk import DiskFiles, is_file
from dualtrack.adapters.git import GitError
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.changes.change import Refusal
from dualtrack.facts.clock import Clock
from dualtrack.facts.clones import Clones
from dualtrack.facts.facts import Fact
from dualtrack.facts.history import History
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.project import Project
from dualtrack.project.refresh import refreshed
from dualtrack.said import said
from dualtrack.workspace.sources import Sources, asked


class Workspace:
    """A folder that is read when somebody asks; `today` is the day that is stated instead of the clock's."""

    def __init__(self, root: Path, access: Access, today: date | None = None) -> None:
        self.root = root
        self.access = access
        self.today = today
        self.listing = Listing(root)
        self.disk = DiskFiles(root, SETTINGS_FILES, ITEM_SUFFIXES)
        self.folder = WorkspaceFolder(root, self.listing, access)
        self.sources = Sources(self.folder, today)
        self._at_now: tuple[Project, float, Project] | None = None

    def alike(self) -> "Workspace":
        """Another one of the same folder, for whoever reads it beside what keeps this one current."""
        return Workspace(self.root, self.access, self.today)

    def read(self, facts: Collection[type[Fact]] | None = ()) -> Project:
        """The files, with what the sources know of these facts, or of all where that is None."""
        project = self.at_now(self.read_files(Project(), {}, whole=True))
        return project if facts is not None and not facts else asked(project, self.sources, facts)

    def ask(self, project: Project, facts: Collection[type[Fact]] | None = None) -> Project:
        """A project with what the sources know of these facts, or of all."""
        return asked(project, self.sources, facts)

    def read_files(self, project: Project, opened: Mapping[str, str], whole: bool) -> Project:
        """A project brought up to what the disk says, `opened` texts aside. With `whole`, all folders are listed anew, so that
        boards that are new are found, and sources are woken for each file that is new or gone; else those that hold items."""
        if not whole:
            return refreshed(project, self.disk.changed, opened, whole=False)
        self.sources.wake(self.listing.refresh())
        return refreshed(project, partial(self.disk.changed, files=self.listing.files), opened, whole=True)

    def reread(self, project: Project, opened: Mapping[str, str], paths: Collection[str]) -> Project:
        """A project with some files read again; nothing is listed, unless a board may lie elsewhere now."""
        if any(path.rpartition("/")[2] in SETTINGS_FILES for path in paths):
            return self.read_files(project, opened, whole=False)
        held = [path for path in paths if project.holds(path)]
        return refreshed(project, lambda folders, whole: self.disk.reread(held), opened, whole=False) if held else project

    def there(self, paths: Iterable[str]) -> list[str]:
        """Those of the paths that are files in this folder."""
        return [path for path in paths if is_file(self.root, path)]

    def at_now(self, project: Project) -> Project:
        """The project with the time as it is, in the time zones that its boards name: the same one for a minute, with what was
        worked out of it, since no answer tells the time in seconds."""
        last, minute = self._at_now, clock.minute()
        if not last or last[0] is not project or last[1] != minute:
            zones = {board.conventions.timezone for board in project.boards}
            timed = project.with_clock(Clock(clock.todays(zones, self.today), clock.now(self.today), clock.zone()))
            self._at_now = last = project, minute, timed
        return last[2]

    def text_at(self, project: Project, hash: str, path: str) -> str:
        """A file as it was at a commit that touched it, or why it is not shown."""
        from dualtrack.adapters.git_files import text_at  # the server starts without what reads history
        from dualtrack.adapters.sources.clones import GitClones

        commit = project.facts[Clones].commits.get(hash) or project.facts[History].commits.get(hash)
        if not commit or path not in commit.paths:
            return f"No commit {hash[:8]} with {path} is known here."
        folder, name = self.root, path
        if commit.repository:
            folder = GitClones.needs(project, self.folder)[commit.repository].folder
            name = path.removeprefix(f"{commit.repository}/")
        return text_at(folder, hash, name)

    def switch_branch(self, name: str) -> None:
        """Switch to a branch, which is made if there is none of that name; raises Refusal."""
        try:
            if not self.access.trusted:
                raise GitError(said("this folder is not trusted"))
            switch_branch(self.root, name)
        except GitError as error:
            raise Refusal(said("{name} was not checked out: {error}", name, error)) from error
