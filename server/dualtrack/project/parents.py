"""The items above an item, and those that it waits for."""

from dualtrack.model.item import Item
from dualtrack.project.project import Project


def ancestors(project: Project, item: Item) -> list[Item]:
    """The item's parent, its parent's, and so on; each once."""
    found: list[Item] = []
    above = project.find(item.parent) if item.parent else None
    while above and above is not item and above not in found:
        found.append(above)
        above = project.find(above.parent) if above.parent else None
    return found


def waits_for(project: Project, item: Item) -> list[Item]:
    """The open items that an item depends on, but for those above it: they end after their parts."""
    above = [item, *ancestors(project, item)]
    found = (project.find(name) for name in item.depends_on if name)
    return [other for other in found if other and not other.is_closed and other not in above]
