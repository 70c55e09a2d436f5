"""What a page of the tab is made of."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from dualtrack.features.board import Boards
from dualtrack.features.check import Checked
from dualtrack.features.filters import Filters, filtered
from dualtrack.features.prior import Prior
from dualtrack.project.project import Project


def _nothing(project: Project, text: str) -> Sequence[Prior]:
    return ()


@dataclass(frozen=True)
class Shown:
    """What the pages of one folder are drawn from: all its boards, the filters, and the day to look back to, None for today."""

    project: Project
    checked: Checked
    whole: Boards
    filters: Filters
    day: date | None
    search: Callable[[Project, str], Sequence[Prior]] = _nothing
    """The decided experiments that are close to a text, the closest first."""
    kept: dict[str, Any] = field(default_factory=dict[str, Any])
    """What a page keeps for the next time that it is drawn."""
    _fitting: dict[frozenset[str], Boards] = field(default_factory=dict[frozenset[str], Boards], init=False)

    @property
    def boards(self) -> Boards:
        """The part of the boards that the filters ask for."""
        return self.fitting(self.filters)

    def fitting(self, filters: Filters) -> Boards:
        """The part of the boards that some of the filters ask for."""
        names = frozenset(filters)
        if names not in self._fitting:
            self._fitting[names] = filtered(self.whole, filters)
        return self._fitting[names]


Parts: TypeAlias = Iterator[tuple[str, Any]]
"""The parts of a page by their keys. A part is a frozen data class with a field `part` that names its class."""

Page: TypeAlias = Callable[[Shown], Parts]
