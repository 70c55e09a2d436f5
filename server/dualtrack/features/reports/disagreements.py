"""Where what is in production and the files of the board disagree."""

from dualtrack.features.check import found_by
from dualtrack.features.reports.cites import at
from dualtrack.features.reports.report import Statement
from dualtrack.features.reports.statements import said
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.model_version import ModelVersion
from dualtrack.model.words import natural
from dualtrack.project.project import Project

_OF_DEPLOYED = ("contradicted-registry",)
_OF_ALL = ("contradicted-stage", "two-versions-deployed", "rejected-model")


def disagreements(project: Project) -> tuple[Statement, ...]:
    """What is found of the model versions, and of experiments whose model runs though they were not pursued."""
    items = [item for item in project.items.values() if isinstance(item, ModelVersion | Experiment)]
    items.sort(key=lambda item: (natural(item.label), item.key))
    found = ((item, each) for item in items for each in found_by(project, item, _rules(item)))
    return tuple(
        said(project, item, f"Production and the board disagree: {each.message}.", at(project, each.place))
        for item, each in found
    )


def _rules(item: Item) -> tuple[str, ...]:
    return (*_OF_ALL, *_OF_DEPLOYED) if isinstance(item, ModelVersion) and item.stage == "deployed" else _OF_ALL
