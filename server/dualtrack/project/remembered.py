"""What is worked out once for an item of a project, however many rules and cards ask for it."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, TypeVarTuple

from dualtrack.model.item import Item
from dualtrack.project.project import Project

AnItem = TypeVar("AnItem", bound=Item)
More = TypeVarTuple("More")
R = TypeVar("R")


def remembered(work: Callable[[Project, AnItem, *More], R]) -> Callable[[Project, AnItem, *More], R]:
    """Have a project remember what a function says of its items; nobody may change that."""

    @wraps(work)
    def said(project: Project, item: AnItem, *more: *More) -> R:
        memory, asked = project.memory, (work, item.key, *more)
        try:
            return memory[asked]
        except KeyError:
            return memory.setdefault(asked, work(project, item, *more))

    return said
