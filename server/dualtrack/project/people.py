"""The people of a team: who a name means, and who works here."""

from collections.abc import Mapping

from dualtrack.facts.checkout import Checkout
from dualtrack.model.conventions import Member
from dualtrack.model.item import Item
from dualtrack.project.project import Project


def handles(members: Mapping[str, Member]) -> dict[str, str]:
    """The handle of each member by every name they have."""
    names = ((name, handle) for handle, each in members.items() for name in (handle, each.name, each.email))
    return {name.strip().removeprefix("@").casefold(): handle for name, handle in names if name.strip()}


def user(project: Project, item: Item) -> str:
    """The name by which the board of an item assigns whoever works here: as a member of the team, or in the words that other
    items use, or git's `user.name`; empty where git names nobody, or nobody of the team."""
    checkout, members = project.facts[Checkout], handles(project.conventions(item).members)
    names = [name for name in (checkout.email, checkout.name, checkout.email.partition("@")[0]) if name]
    if not members:
        assigned = (person for each in project.items.values() for person in each.assignee)
        members = {person.casefold(): person for person in assigned}
        members.setdefault(checkout.name.casefold(), checkout.name)
    return next((members[name.casefold()] for name in names if name.casefold() in members), "")
