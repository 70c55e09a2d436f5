"""What stood in notebooks at the commits of runs."""

from collections.abc import Mapping

from dualtrack.adapters.past_notebooks import PastNotebooks
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.past_sources import PastSources
from dualtrack.project.evidence import cited_sources
from dualtrack.project.project import Project
from dualtrack.table import Table


class GitPastSources(Source[frozenset[tuple[str, str]], PastSources]):
    """Digests of notebooks. It needs which notebook at which commit gave a number that an experiment is judged by."""

    fact = PastSources
    title = "git"
    follows_refs = True
    needs_git = True

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, name)
        self._notebooks = PastNotebooks(place.root)

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, frozenset[tuple[str, str]]]:
        """The commits and paths."""
        return {"": cited_sources(project)}

    def read(self, needs: frozenset[tuple[str, str]], before: PastSources | None) -> PastSources:
        """The digests of those notebooks that there were."""
        return PastSources(Table(self._notebooks.read(needs)))
