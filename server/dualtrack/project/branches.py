"""How items stand on other branches."""

from dualtrack.facts.other_branches import ItemOnBranch, OtherBranches
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.words import folded
from dualtrack.project.branch_query import is_work
from dualtrack.project.project import Project


def states_elsewhere(project: Project, item: Item) -> tuple[ItemOnBranch, ...]:
    """Where the item has another status than here, on the branch with the newest commit first."""
    found = _standings(project, item.id)
    return tuple(each for each in found if each.status and _is(item, each) and folded(each.status) != folded(item.status))


def namesakes(project: Project, item: Item) -> tuple[ItemOnBranch, ...]:
    """Where the id of a task or an experiment is that of another."""
    found = _standings(project, item.id) if is_work(item) else ()
    return tuple(each for each in found if not _is(item, each))


def only_elsewhere(project: Project, id: str) -> tuple[ItemOnBranch, ...]:
    """The items with an id that is not here, but on other branches."""
    return () if project.find(id) else _standings(project, id)


def _standings(project: Project, id: str) -> tuple[ItemOnBranch, ...]:
    return project.facts[OtherBranches].by_id.get(canonical(id), ()) if id else ()


def _is(item: Item, standing: ItemOnBranch) -> bool:
    """Whether it is that item; a file that somebody copied over has the same title in the same place."""
    return standing.is_same or (item.path, item.title) == (standing.path, standing.title)
