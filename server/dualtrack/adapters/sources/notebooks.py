"""The notebooks of the work tree."""

from collections.abc import Mapping

from dualtrack.adapters.notebooks import NotebookFiles
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.notebooks import Notebooks
from dualtrack.project.project import Project


class WorkTreeNotebooks(Source[None, Notebooks]):
    """What the notebooks' source cells mention, and how they were run."""

    fact = Notebooks
    title = "notebooks"
    globs = ("**/*.ipynb",)
    safe = True

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, name)
        self._files = NotebookFiles(place.root, place.listing.files)

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, None]:
        """Nothing."""
        return {"": None}

    def read(self, needs: None, before: Notebooks | None) -> Notebooks:
        """All notebooks; those that have not changed are not read again."""
        return Notebooks.of(self._files.read())
