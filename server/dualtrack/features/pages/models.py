"""The page Models: the versions in lanes, each with what leads to it and what proves where it is."""

from dataclasses import dataclass
from typing import Literal

from dualtrack.features import models as model_versions
from dualtrack.features.filters import left_to_ask
from dualtrack.features.models import Version
from dualtrack.features.page import Parts, Shown
from dualtrack.features.pages.sprint import WorkRow, rows


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
    """The lanes, then the versions that the filters ask for: by themselves, or by work that they ask for."""
    found = model_versions.models(shown.project, shown.checked)
    for number, lane in enumerate(found.lanes):
        yield f"\n{lane.stage or ''}", LanePart(lane.stage or "", number)
        for order, version in enumerate(lane.versions):
            left = left_to_ask(shown.filters, _own(version))
            work = rows(shown.fitting(left), (*version.experiments, *version.tasks))
            if not left or (work and "model" not in left):
                yield version.key, VersionPart(version, work, order)


def _own(version: Version) -> dict[str, tuple[str, ...]]:
    """What filters can be asked for it by."""
    names = (version.model, f"{version.model}@{version.version}")
    return {"model": names, "sprint": (version.sprint,), "text": (version.label, *names, version.change, version.path)}
