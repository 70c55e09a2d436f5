"""What commits made of items."""

from collections.abc import Mapping

from dualtrack.adapters.git import GitError
from dualtrack.adapters.git_folder import git_folders
from dualtrack.adapters.history.refs import is_partial
from dualtrack.adapters.history.versions import VersionIndex, version_cache_of
from dualtrack.adapters.source import GitSource, NotRead, WorkspaceFolder
from dualtrack.facts.pasts import Pasts
from dualtrack.files.item_states import item_states
from dualtrack.project.board import ITEM_SUFFIXES
from dualtrack.project.project import Project
from dualtrack.project.refresh import item_folders
from dualtrack.said import said


class GitPasts(GitSource[tuple[str, ...], Pasts]):
    """The versions of each item. It needs the folders of the boards."""

    fact = Pasts
    rank = 2

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._index = VersionIndex(folder.root, version_cache_of(folder.root))

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, tuple[str, ...]]:
        """The folders that items are looked for in."""
        return {"": item_folders(project)}

    def read(self, needs: tuple[str, ...], before: Pasts | None) -> Pasts:
        """The pasts as HEAD stands now."""
        try:
            return self._index.read(needs, ITEM_SUFFIXES, item_states)
        except GitError as error:
            folders = git_folders(self.folder.root)
            if folders and is_partial(folders[1]):
                raise NotRead(said("this is a partial clone, which lacks older versions of files")) from error
            raise
