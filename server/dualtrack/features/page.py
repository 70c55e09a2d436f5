"""What a page of the tab is made of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from dualtrack.features.board import Boards
from dualtrack.features.check import Checked
from dualtrack.features.filters import Filters
from dualtrack.project.project import Project


@dataclass(frozen=True)
class Shown:
    """What the pages of one folder are drawn from: `boards` are the part that `filters` ask for; `day` is the day to look back
    to, None for today."""

    project: Project
    checked: Checked
    boards: Boards
    filters: Filters
    day: date | None


Parts: TypeAlias = Iterator[tuple[str, Any]]
"""The parts of a page by their keys. A part is a frozen data class with a field `part` that names its class."""

Page: TypeAlias = Callable[[Shown], Parts]
