"""One run of a tracker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a tracker. Metrics are final values; `commit` is its source commit; `item` its tag `dualtrack.item`."""

    tracker: str
    id: str
    name: str
    finished: bool
    status: str
    started: datetime | None
    ended: datetime | None
    metrics: Mapping[str, float]
    commit: str = ""
    item: str = ""
    url: str = ""
