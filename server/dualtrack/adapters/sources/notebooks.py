"""The notebooks of the work tree."""

from collections.abc import Mapping

from dualtrack.adapters.notebooks import NotebookFiles
from dualtrack.adapters.source import Source, WorkspaceFolder
from dualtrack.facts.notebooks import TEXT_SUFFIXES, Notebooks
from dualtrack.project.notebooks import names_of_notebooks
from dualtrack.project.project import Project
from dualtrack.said import said


class WorkTreeNotebooks(Source[frozenset[str], Notebooks]):
    """What the notebooks' source cells mention, and how they were run."""

    fact = Notebooks
    title = said("notebooks")
    globs = ("**/*.ipynb",)
    safe = True

    def __init__(self, folder: WorkspaceFolder, name: str) -> None:
        super().__init__(folder, name)
        self._files = NotebookFiles(folder.root, folder.listing.files)

    @classmethod
    def needs(cls, project: Project, folder: WorkspaceFolder) -> Mapping[str, frozenset[str]]:
        """The names of the notebooks that items name, since there may be only the text of a pair."""
        return {"": names_of_notebooks(project)}

    def is_about(self, path: str, needs: frozenset[str]) -> bool:
        """Whether it is a notebook, or the text of one that is named."""
        stem, _, suffix = path.rpartition("/")[2].removesuffix(".dvc").rpartition(".")
        return suffix == "ipynb" or (stem in needs and f".{suffix}" in TEXT_SUFFIXES)

    def read(self, needs: frozenset[str], before: Notebooks | None) -> Notebooks:
        """All notebooks; those that have not changed are not read again."""
        return Notebooks.of(self._files.read(needs))
