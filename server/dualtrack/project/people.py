"""Who works here, by the names that the board uses."""

from collections.abc import Iterable, Iterator

from dualtrack.facts.checkout import Checkout
from dualtrack.facts.history import History
from dualtrack.model.item import Item
from dualtrack.project.lookups import assignees, commonest
from dualtrack.project.project import Project


def user(project: Project, item: Item) -> str:
    """The name by which the board of an item assigns whoever works here: as a member of the team, or in the words that other
    items use, or git's `user.name`; empty where git names nobody, or nobody of the team."""
    checkout, members = project.facts[Checkout], project.conventions(item).handles
    account = checkout.email.partition("@")[0]
    names = list(dict.fromkeys(name for name in (checkout.email, checkout.name, account) if name))
    if members:
        return next((members[name.casefold()] for name in names if name.casefold() in members), "")
    assigned = project.lookups.of(project.items, assignees)
    used = {person.casefold(): person for person in reversed(commonest(assigned))}
    if _may_be_another(project, checkout, account):
        names.remove(account)
    return next((used[name.casefold()] for name in names if name.casefold() in used), checkout.name)


def _may_be_another(project: Project, checkout: Checkout, account: str) -> bool:
    """Whether somebody else who has committed here may be called as an account is: another Ben."""
    others = {commit.author for commit in project.facts[History].commits.values()} - {checkout.name}
    return any(account.casefold() in author.casefold().split() for author in others) if account else False


def full_names(project: Project, item: Item, names: Iterable[str]) -> tuple[str, ...]:
    """The names of people as the board of an item gives them in full, each once; what it does not know as it is written."""
    known = project.conventions(item)
    handles = ((name, known.handles.get(name.strip().removeprefix("@").casefold(), "")) for name in names)
    return tuple(dict.fromkeys((known.members[handle].name or handle) if handle else name for name, handle in handles))


def same_person(project: Project, name: str, assigned: Iterable[str]) -> list[str]:
    """The names in files of the member whom a board knows by this name; the name itself where there is none."""
    known = [board.conventions.handles for board in project.boards]

    def handles(each: str) -> set[str]:
        return {handle for of in known if (handle := of.get(each.strip().removeprefix("@").casefold()))}

    meant = handles(name)
    return [each for each in dict.fromkeys(assigned) if meant & handles(each)] or [name]


def team(project: Project, item: Item) -> Iterator[tuple[str, str]]:
    """Those to whom items of a board are assigned, with their full names: whoever works here first, then the members; where
    none are named, everybody to whom something is assigned."""
    members, me = project.conventions(item).members, user(project, item)
    assigned = commonest(project.lookups.of(project.items, assignees)) if not members else ()
    for name in dict.fromkeys((me, *members, *assigned)):
        if name:
            yield name, members[name].name if name in members else ""
