"""What can be done to cards: the requests that apply to them, with what there is to choose from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dualtrack.changes import all_requests
from dualtrack.changes.change import Refusal
from dualtrack.changes.request import Ask, Offer, Request, made
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said, through

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
    """The names of the requests that apply to an item, of those that menus offer."""
    return tuple([name for name, request in all_requests().items() if request.menu and request.applies(project, item)])


def choices(project: Project, items: Sequence[Item], name: str, arguments: dict[str, Any]) -> list[Choice]:
    """What there is to choose from for a request, if it applies to the items; what is chosen is for all of them. Every command
    has the given arguments, and key and title of each item, so that a stale one is refused."""
    request = all_requests()[name]
    if not all(request.applies(project, item) for item in items) or (len(items) > 1 and not request.for_several):
        return []
    named = {**arguments, "cards": [{"key": item.key, "title": item.title} for item in items]}
    common = _shared([list(request.offers(project, item)) for item in items])
    statuses = {item.status for item in items}
    return [_choice(name, offer, named) for offer in common if not offer.status or {offer.status} != statuses]


def _shared(offers: Sequence[Sequence[Offer]]) -> list[Offer]:
    """Of the offers for each item those that are for all; what is said of one item is left out."""
    found: list[Offer] = []
    for offer in offers[0]:
        alike = [each for theirs in offers for each in theirs if _what(each) == _what(offer)]
        if len(alike) == len(offers):
            description = offer.description if len({each.description for each in alike}) == 1 else ""
            found.append(replace(offer, description=description, then=tuple(_shared([each.then for each in alike]))))
    return found


def _what(offer: Offer) -> object:
    asked = {ask.argument for ask in offer.asks}
    return offer.label, offer.request, bool(offer.then), {k: v for k, v in offer.parameters.items() if k not in asked}


def _choice(name: str, offer: Offer, named: dict[str, Any]) -> Choice:
    if offer.then:
        then = [_choice(name, each, named) for each in offer.then]
        return Choice(offer.label, offer.description, offer.status, then=then)
    arguments = {**named, "change": offer.request or name, **offer.parameters}
    return Choice(offer.label, offer.description, offer.status, CHANGE, arguments, asks=list(offer.asks))


def requests_for(project: Project, arguments: Mapping[str, Any]) -> tuple[Request, ...]:
    """What a command asks for, of each card; raises Refusal where there is no request of its name, and for a card that is not
    the one that was shown."""
    request, cards = all_requests().get(str(arguments.get("change", ""))), arguments["cards"]
    if not request:
        raise Refusal(said("there is no change {name}", arguments.get("change")))
    if len(cards) > 1 and not request.for_several:
        raise Refusal(said("{request} is for one item at a time", through(_without_dots, request.title)))
    for card in cards:
        item = project.items.get(str(card.get("key", "")))
        if not item or item.title != card.get("title"):
            raise Refusal(said("{item} is not where the board showed it; look again", card.get("title")))
    return tuple(made(request, {**arguments, "key": card["key"]}) for card in cards)


def gives_id(arguments: Mapping[str, Any]) -> bool:
    """Whether what a command asks for gives an item an id."""
    request = all_requests().get(str(arguments.get("change", "")))
    return bool(request and request.gives_id)


def _without_dots(title: str) -> str:
    return title.rstrip("…")
