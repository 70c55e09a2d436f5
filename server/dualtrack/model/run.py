"""One run of a tracker."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

_INFINITE = 1.797e308


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a tracker. Metrics are final values, finite numbers only; `commit` is its source commit, `branch` the branch
    that was checked out; `item` its tag `dualtrack.item`; `parent` the id of the run that it is nested below."""

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
    branch: str = ""
    parent: str = ""


def is_measurement(value: float) -> bool:
    """Whether a value is a number that was measured: not NaN, nor infinite, which MLflow writes as 1.797e308."""
    return abs(value) < _INFINITE
