"""The clones of other repositories that a board names."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dualtrack.adapters.git_folder import git_folders, work_tree
from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.source import GitSource, NotRead, WorkspaceFolder
from dualtrack.adapters.sources.remote import read_forge
from dualtrack.facts.clones import Clones
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.table import Table


class NamedClone(NamedTuple):
    """The folder of a clone, whether the user allows it to be read, and the known prefixes."""

    folder: Path
    is_allowed: bool
    prefixes: frozenset[str]


class GitClones(GitSource[NamedClone, Clones]):
    """The commits of the clones that the user allows to be read."""

    fact = Clones

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._read: tuple[Path, HistoryIndex] | None = None

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, NamedClone]:
        """Each clone by the name that a board gives it; of two boards the first counts."""
        named = ((each.folder, *entry) for each in reversed(project.boards) for entry in each.conventions.repositories.items())
        folders = {name: (folder.root / board / path).resolve() for board, name, path in named}
        allows = folder.access.allows_clone
        return {name: NamedClone(clone, allows(clone), project.prefixes) for name, clone in folders.items()}

    def refs(self, needs: NamedClone) -> Path:
        """The clone, if it may be read."""
        return needs.folder if needs.is_allowed else self.folder.root

    def read(self, needs: NamedClone, before: Clones | None) -> Clones:
        """Its commits, with its name before their paths; nothing where the user does not allow it to be read."""
        folder = needs.folder
        if not needs.is_allowed:
            return Clones(unread=frozenset((self.name,)))
        if folder != work_tree(folder) or git_folders(folder) == git_folders(self.folder.root):
            raise NotRead(said("{folder} is no repository of its own", folder.name))
        if not self._read or self._read[0] != folder:
            self._read = (folder, HistoryIndex(folder, cache_of(folder), self.name))
        history, forge = self._read[1].read(needs.prefixes), read_forge(folder)
        return Clones(history.commits, history.by_id, Table({self.name: forge} if forge else {}))
