"""What is known of the data that an item names."""

import re
from collections.abc import Iterator

from dualtrack.facts.feature_views import FeatureView, FeatureViews
from dualtrack.facts.validations import Validation, Validations
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.project.project import Project

_NAME = re.compile(r"\w[\w./-]*")
_TELLING = re.compile(r"[\d_./-]")


def validations(project: Project, item: Item) -> tuple[Validation, ...]:
    """The last results on the data assets and files that an item names: in its key `data`, and in its title where the name
    cannot be a word of another meaning, such as `usage_by_month`."""
    known = project.facts[Validations]
    return tuple(dict.fromkeys(each for name in _names(item) for each in known.of_data(name))) if known.all else ()


def feature_views(project: Project, item: Item) -> tuple[FeatureView, ...]:
    """The feature views that an item names."""
    known = project.facts[FeatureViews]
    return tuple(dict.fromkeys(view for name in _names(item) for view in known.of_name(name))) if known.all else ()


def _names(item: Item) -> Iterator[str]:
    if isinstance(item, Experiment):
        yield from _written(item.data)
    yield from (name for name in _written(item.title) if _TELLING.search(name))


def _written(text: str) -> Iterator[str]:
    return (name.rstrip("./-") for name in _NAME.findall(text))
