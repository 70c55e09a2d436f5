"""Items whose files were deleted, as git knows them."""

from dualtrack.facts.pasts import Pasts
from dualtrack.files.values import build, kind_of_prefix
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.project.project import Project


def removed_item(project: Project, name: str, beside: Item) -> Item | None:
    """The task or experiment of an id that no item has or had any more, as it stood last; its board, and the path that it is
    given, are those of the item `beside`."""
    id = canonical(name)
    past = project.facts[Pasts].of(id, "")
    last = next((state for version in reversed(past.versions) if (state := version.after or version.before)), None)
    if not last or not last.track or past.committed or project.find(name) or project.index["formerly"][id]:
        return None
    conventions = project.conventions(beside)
    values = {"status": last.status, "track": last.track, "points": last.points}
    kind = kind_of_prefix(id, conventions) or ("experiment" if last.track == "research" else "task")
    return build(Item, values, conventions, id=id, kind=kind, path=beside.path, title=last.title or id)
