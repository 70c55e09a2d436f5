"""Where the files are that items and conventions name: model cards, proofs and evidence."""

from collections.abc import Sequence

from dualtrack.facts.named_files import NamedFile, NamedFiles
from dualtrack.files.links import path_of
from dualtrack.files.proofs import places_of, proof_places
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.proof import is_commit
from dualtrack.model.words import folded
from dualtrack.project.project import Project

_CARDS = frozenset(map(folded, ("card", "model card")))


def card_paths(project: Project, model: ModelVersion) -> Sequence[str]:
    """Where the card of a model may be: its path counts from the board's folder or from the top, and a page of the wiki is
    found by its name; nowhere for an address."""
    paths = places_of(path_of(model.card), (project.board(model).folder, ""))
    return (*paths, *(page.path for page in project.index.pages(model.card))) if paths else ()


def card_link(item: Item) -> str:
    """What an item links as a model card; empty where it links none."""
    return next((address for name, address in item.links if folded(name) in _CARDS), "")


def named_paths(project: Project) -> frozenset[str]:
    """Where all of them may be."""
    models = (project.items[key] for keys in project.index["model"].values() for key in keys)
    cards = (path for model in models if isinstance(model, ModelVersion) and model.card for path in card_paths(project, model))
    evidence = (
        path
        for board in project.boards
        for each in board.conventions.definition_of_done.items.values()
        if each.evidence and each.evidence.file
        for path in places_of(each.evidence.file, (board.folder, ""))
    )
    cited = (name for name in project.index["cited"] if isinstance(name, str) and not is_commit(name))
    return frozenset((*cards, *evidence, *cited))


def cited_commits(project: Project) -> frozenset[str]:
    """What is written where items cite commits."""
    return frozenset(name for name in project.index["cited"] if isinstance(name, str) and is_commit(name))


def lacks_card(project: Project, model: ModelVersion) -> bool:
    """Whether the file that a model names as its card is not there; False where that is not known."""
    return _lacks(project, card_paths(project, model))


def lacks_linked_card(project: Project, model: ModelVersion) -> bool:
    """The same of a file that it links as its card."""
    return _lacks(project, places_for(project, model, path_of(card_link(model))))


def _lacks(project: Project, paths: Sequence[str]) -> bool:
    return bool(paths) and are_known(project, paths) and not first_there(project, paths)


def places_for(project: Project, item: Item, written: str) -> tuple[str, ...]:
    """Where a file may be that an item cites."""
    return proof_places(written, project.board(item).folder, item.path)


def are_known(project: Project, paths: Sequence[str]) -> bool:
    """Whether each of some files has been looked for."""
    by_path = project.facts[NamedFiles].by_path
    return not project.facts.unknown(NamedFiles) and all(path in by_path for path in paths)


def first_there(project: Project, paths: Sequence[str]) -> tuple[str, NamedFile] | None:
    """The first of some files that is there, with its path."""
    by_path = project.facts[NamedFiles].by_path
    return next(((path, file) for path in paths if (file := by_path.get(path)) is not None), None)
