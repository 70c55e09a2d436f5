"""The page Now: what needs somebody, with the reasons and what can be done about it."""

from dataclasses import dataclass
from typing import Literal

from dualtrack.changes import all_requests
from dualtrack.features.now import TITLES, Need, needs
from dualtrack.features.page import Parts, Shown
from dualtrack.model.words import in_order
from dualtrack.said import said

_ORDER = tuple(TITLES)


@dataclass(frozen=True)
class Offered:
    """A request that helps, or `open`, by its name and as menus call it."""

    name: str
    title: str


_OPEN = Offered("open", said("Open File"))
"""Where nothing can be chosen that helps, somebody has to write something."""


@dataclass(frozen=True)
class NeedPart:
    """What one item needs, under a heading; the rows stand in the `order` of these texts."""

    need: Need
    heading: str
    order: str
    offered: tuple[Offered, ...] = ()
    part: Literal["need"] = "need"


def now(shown: Shown) -> Parts:
    """A part for each item that needs somebody."""
    for need in needs(shown.project, shown.checked, shown.boards):
        offered = tuple(Offered(name, all_requests()[name].title) for name in need.requests)
        offered = offered or (() if need.fixes or need.only_on else (_OPEN,))
        order = f"{_ORDER.index(need.kind)} {need.day or '~'} {in_order(need.label)}"
        yield need.key, NeedPart(need, TITLES[need.kind], order, offered)
