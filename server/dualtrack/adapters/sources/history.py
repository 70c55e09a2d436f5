"""Git's commits and branches."""

from collections.abc import Mapping

from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.source import GitSource, WorkspaceFolder
from dualtrack.facts.history import History
from dualtrack.project.project import Project


class GitHistory(GitSource[frozenset[str], History]):
    """The commits that mention items, and the branches that are named for them. It needs the known prefixes, upper case."""

    fact = History
    rank = 0

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._index = HistoryIndex(folder.root, cache_of(folder.root))

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, frozenset[str]]:
        """The known prefixes."""
        return {"": project.prefixes}

    def read(self, needs: frozenset[str], before: History | None) -> History:
        """The history as the refs stand now."""
        return self._index.read(needs)
