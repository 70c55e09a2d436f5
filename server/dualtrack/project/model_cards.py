"""Where model versions have their model cards."""

from collections.abc import Sequence

from dualtrack.facts.model_cards import ModelCards
from dualtrack.files.links import path_of, resolved
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.project import Project


def card_paths(project: Project, model: ModelVersion) -> Sequence[str]:
    """Where the card of a model may be: its path counts from the board's folder or from the top; nowhere for an address."""
    path = path_of(model.card)
    places = (resolved(folder, path) for folder in dict.fromkeys((project.board(model).folder, ""))) if path else ()
    return [place for place in places if place]


def all_card_paths(project: Project) -> frozenset[str]:
    """Where the cards of all models may be."""
    models = (item for item in project.items.values() if isinstance(item, ModelVersion) and item.card)
    return frozenset(path for model in models for path in card_paths(project, model))


def lacks_card(project: Project, model: ModelVersion) -> bool:
    """Whether the file that a model names as its card is not there; False where that is not known."""
    paths = card_paths(project, model)
    return bool(paths) and not project.facts.unknown(ModelCards) and project.facts[ModelCards].there.isdisjoint(paths)
