"""What a page of the tab is made of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from dualtrack.features.board import Boards
from dualtrack.features.check import Checked
from dualtrack.features.filters import Filters, filtered
from dualtrack.project.project import Project


@dataclass(frozen=True)
class Shown:
    """What the pages of one folder are drawn from: all its boards, the filters, and the day to look back to, None for today."""

    project: Project
    checked: Checked
    whole: Boards
    filters: Filters
    day: date | None
    kept: dict[str, Any] = field(default_factory=dict[str, Any])
    """What a page keeps for the next time that it is drawn."""

    @cached_property
    def boards(self) -> Boards:
        """The part of the boards that the filters ask for."""
        return filtered(self.whole, self.filters)


Parts: TypeAlias = Iterator[tuple[str, Any]]
"""The parts of a page by their keys. A part is a frozen data class with a field `part` that names its class."""

Page: TypeAlias = Callable[[Shown], Parts]
