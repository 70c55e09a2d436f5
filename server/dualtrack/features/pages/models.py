"""The page Models: the versions in lanes, each with what leads to it and what proves where it is."""

from dataclasses import dataclass
from typing import Literal

from dualtrack.features import models as model_versions
from dualtrack.features.models import Version
from dualtrack.features.page import Parts, Shown
from dualtrack.features.pages.sprint import WorkRow, rows
from dualtrack.model.words import folded


@dataclass(frozen=True)
class LanePart:
    """A stage, empty for the versions that state none."""

    stage: str
    order: int
    part: Literal["lane"] = "lane"


@dataclass(frozen=True)
class VersionPart:
    """A version in the lane of its stage, with its work; those of a lane stand in their `order`."""

    version: Version
    work: tuple[WorkRow, ...]
    order: int
    part: Literal["version"] = "version"


def models(shown: Shown) -> Parts:
    """The lanes, then the versions."""
    asked = {folded(word) for word in shown.filters.get("model", ())}
    found = model_versions.models(shown.project, shown.checked)
    for number, lane in enumerate(found.lanes):
        yield f"\n{lane.stage or ''}", LanePart(lane.stage or "", number)
        for order, version in enumerate(lane.versions):
            if not asked or not asked.isdisjoint((folded(version.model), folded(f"{version.model}@{version.version}"))):
                work = rows(shown.whole, (*version.experiments, *version.tasks))
                yield version.key, VersionPart(version, work, order)
