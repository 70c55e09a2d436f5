"""Who works here, by the name that the board uses."""

from dualtrack.facts.checkout import Checkout
from dualtrack.model.item import Item
from dualtrack.project.project import Project


def user(project: Project, item: Item) -> str:
    """The name by which the board of an item assigns whoever works here: as a member of the team, or in the words that other
    items use, or git's `user.name`; empty where git names nobody, or nobody of the team."""
    checkout, members = project.facts[Checkout], project.conventions(item).handles
    names = [name for name in (checkout.email, checkout.name, checkout.email.partition("@")[0]) if name]
    if not members:
        assigned = (person for each in project.items.values() for person in each.assignee)
        members = {person.casefold(): person for person in assigned}
        members.setdefault(checkout.name.casefold(), checkout.name)
    return next((members[name.casefold()] for name in names if name.casefold() in members), "")
