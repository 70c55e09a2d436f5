"""The items above an item, and those that it waits for."""

from dualtrack.model.item import Item
from dualtrack.project.project import Project


def ancestors(project: Project, item: Item) -> list[Item]:
    """The item's parent, its parent's, and so on; each once."""
    found: list[Item] = []
    above = _parent(project, item)
    while above and above is not item and above not in found:
        found.append(above)
        above = _parent(project, above)
    return found


def _parent(project: Project, item: Item) -> Item | None:
    """What an item says it is a part of, else what its id says: TASK-7.2 is a part of TASK-7."""
    name = item.parent or item.id.rpartition(".")[0]
    return project.find(name) if name else None


def waits_for(project: Project, item: Item) -> list[Item]:
    """The open items that an item depends on, but for those above it: they end after their parts."""
    above = [item, *ancestors(project, item)]
    found = {other.key: other for name in item.depends_on if name and (other := project.find(name))}  # named twice, it is one
    return [other for other in found.values() if not other.is_closed and other not in above]
