"""Questions that many states of a project answer alike: who reads the answer is stale only where that differs."""

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, NamedTuple, TypeVar, TypeVarTuple

from dualtrack.model.item import Item
from dualtrack.project.project import Project

More = TypeVarTuple("More")
R = TypeVar("R")


class Question(NamedTuple):
    """What a settled function is asked: of which item, by its key, and what more."""

    work: Callable[..., Any]
    key: str
    more: tuple[Hashable, ...]

    def answer(self, project: Project) -> Any:
        """What it says; None where the item is gone."""
        item = project.items.get(self.key)
        return item and self.work(project, item, *self.more)


def settled(work: Callable[[Project, Item, *More], R]) -> Callable[[Project, Item, *More], R]:
    """Have staleness.py compare what a function says. That costs more than to remember it: it is for answers that stay while
    what they are made of does not, such as whether any run of another item shows something."""

    @wraps(work)
    def said(project: Project, item: Item, *more: *More) -> R:
        ask = project.__dict__.get("settled")
        return ask(Question(work, item.key, more)) if ask else work(project, item, *more)

    return said
