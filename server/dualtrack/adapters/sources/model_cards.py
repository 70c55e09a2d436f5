"""The model cards that model versions name."""

from collections.abc import Mapping

from dualtrack.adapters.disk import read_text
from dualtrack.adapters.source import Place, Source
from dualtrack.facts.model_cards import ModelCards
from dualtrack.project.model_cards import all_card_paths
from dualtrack.project.project import Project


class WorkTreeModelCards(Source[frozenset[str], ModelCards]):
    """Which of them are there; of what is in them nothing is kept."""

    fact = ModelCards
    title = "model cards"
    safe = True

    @classmethod
    def needs(cls, project: Project, place: Place) -> Mapping[str, frozenset[str]]:
        """The paths where they may be."""
        paths = all_card_paths(project)
        return {"": paths} if paths else {}

    def is_about(self, path: str, needs: frozenset[str]) -> bool:
        """Whether it is one that is named."""
        return path in needs

    def read(self, needs: frozenset[str], before: ModelCards | None) -> ModelCards:
        """Those that are there."""
        return ModelCards(frozenset(path for path in needs if read_text(self.place.root, path) is not None))
