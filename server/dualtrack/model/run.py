"""One run of a tracker."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

INFINITE = 1.797e308
"""From here on MLflow means infinity."""
_HASH = re.compile(r"[0-9a-f-]+")
_SHORT = 8

NOTHING: Mapping[str, Any] = MappingProxyType({})


class Dataset(NamedTuple):
    """Data that a run used, by its name and digest, and what for: `training`."""

    name: str
    digest: str = ""
    role: str = ""


class Run(NamedTuple):
    """One run of a tracker. Metrics are final values, finite numbers only; `best` holds the lowest and the highest value along
    the history where the tracker tells it for nothing.

    `group` is the tracker's experiment or project, `parent` the id of the run that it is nested below; `item` is the tag
    `dualtrack.item` of the run, `group_item` that of the group. `source` is the script or notebook, `commit` its commit,
    `branch` the branch that was checked out; `dirty` whether the work tree differed from the commit, None where nobody says.
    `models` are the models that it logged, by name or, where that is not known, by id. `last_logged` is when a run that goes on
    logged a metric last, where that is known.
    """

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
    group: str = ""
    group_item: str = ""
    params: Mapping[str, str] = NOTHING
    tags: Mapping[str, str] = NOTHING
    datasets: tuple[Dataset, ...] = ()
    source: str = ""
    dirty: bool | None = None
    models: tuple[str, ...] = ()
    best: Mapping[str, tuple[float, float]] = NOTHING
    last_logged: datetime | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from all others."""
        return self.tracker, self.id

    @property
    def shown(self) -> str:
        """How people call it: its name, else the beginning of its id."""
        return self.name or self.short_id

    @property
    def short_id(self) -> str:
        """Its id, of a long hash the beginning: of a path or a row in a file it would lead nowhere."""
        return self.id[:_SHORT] if _HASH.fullmatch(self.id) else self.id


def is_measurement(value: float) -> bool:
    """Whether a value is a number that was measured: not NaN, nor infinite."""
    return abs(value) < INFINITE
