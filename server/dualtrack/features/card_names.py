"""What a card calls the sprints and the model of its item: however files write the name, cards of one stand together."""

from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.words import folded
from dualtrack.project.project import Project


def sprints_of(project: Project, item: Item) -> tuple[str, ...]:
    """The ids of an item's sprints; of one that is not there what the item calls it."""
    named = project.sprint(item.sprint) if item.sprint else None
    stated = (named.id if named else item.sprint,) if item.sprint else ()
    listing = project.index["listed"][canonical(item.id)]
    ids = sorted(project.items[key].id for key in listing) if listing else ()
    return (*stated, *[id for id in ids if folded(id) not in map(folded, stated)])


def model_of(project: Project, item: Item) -> str:
    """The id of an item's model version; of one that is not there what the item calls it."""
    named = project.find(item.model) if item.model else None
    return named.id if named and named.kind == "model" else item.model
