"""What can be done to a card: the requests that apply to it, with what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dualtrack.changes import all_requests
from dualtrack.changes.change import Refusal
from dualtrack.changes.request import Ask, Offer, Request, made
from dualtrack.model.item import Item
from dualtrack.project.project import Project

CHANGE = "dualtrack.change"
"""The command that makes any change."""


@dataclass(frozen=True)
class Choice:
    """One thing that can be done: run `command` with `arguments`, after a further choice of `then` or what `asks` asks for.

    `status` is set where the choice moves the card to that column. An empty `command` means: choose one of `then`.
    """

    label: str
    description: str = ""
    status: str = ""
    command: str = ""
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    then: list["Choice"] = field(default_factory=list["Choice"])
    asks: list[Ask] = field(default_factory=list[Ask])


def applicable(project: Project, item: Item) -> tuple[str, ...]:
    """The names of the requests that apply to an item."""
    return tuple([name for name, request in all_requests().items() if request.applies(project, item)])


def choices(project: Project, item: Item, name: str, arguments: dict[str, Any]) -> list[Choice]:
    """What there is to choose from for a request, if it applies to the item. Every command has the given arguments, and key and
    title, so that a stale one is refused."""
    named = {**arguments, "key": item.key, "title": item.title}
    request = all_requests()[name]
    return [_choice(name, offer, named) for offer in request.offers(project, item)] if request.applies(project, item) else []


def _choice(name: str, offer: Offer, named: dict[str, Any]) -> Choice:
    if offer.then:
        then = [_choice(name, each, named) for each in offer.then]
        return Choice(offer.label, offer.description, offer.status, then=then)
    arguments = {**named, "change": offer.request or name, **offer.parameters}
    return Choice(offer.label, offer.description, offer.status, CHANGE, arguments, asks=list(offer.asks))


def request_for(project: Project, arguments: Mapping[str, Any]) -> Request:
    """The request that a command asks for; raises Refusal where there is none of its name, and for a card that is not the one
    that was shown."""
    request = all_requests().get(str(arguments.get("change", "")))
    if not request:
        raise Refusal(f"there is no change {arguments.get('change')}")
    item = project.items.get(str(arguments.get("key", "")))
    if not item or item.title != arguments.get("title"):
        raise Refusal(f"{arguments.get('title')} is not where the board showed it; look again")
    return made(request, arguments)
