"""A part of the boards: the cards of a track, a person, a sprint and so on."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from dualtrack.features.board import Boards, BoardTrack, Column
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded
from dualtrack.project.people import handles
from dualtrack.project.project import Project

Filters = Mapping[str, Collection[str]]
"""What is asked for, by the name of a filter: any of its words, and of several filters each; without words nothing is asked."""


def filtered(project: Project, boards: Boards, filters: Filters) -> Boards:
    """The boards with the cards that are asked for, and their counts; columns stay, empty ones too."""
    if not any(filters.values()):
        return boards

    def is_asked(item: Item) -> bool:
        return all(any(_has(project, item, name, word) for word in words) for name, words in filters.items() if words)

    cards = {key: card for key, card in boards.cards.items() if is_asked(project.items[key])}

    def column(whole: Column) -> Column:
        kept = [key for key in whole.cards if key in cards]
        # Of a limit it can only be said of a whole column whether it is kept.
        return replace(whole, cards=kept, badge=str(len(kept)) if kept else "", over_limit=False)

    def track(whole: BoardTrack) -> BoardTrack:
        columns = [column(each) for each in whole.columns]
        active = sum(project.items[key].is_active for each in columns for key in each.cards)
        return replace(whole, columns=columns, badge=f"{active} active" if active else "")

    views = [replace(view, tracks=[track(each) for each in view.tracks]) for view in boards.boards]
    return Boards(views, cards, boards.waiting & cards.keys())


def words_of_nothing(project: Project, filters: Filters) -> Iterator[tuple[str, str, set[str]]]:
    """The filters and words that no card has, each with the words that there are."""
    items = [item for item in project.items.values() if item.kind in ("task", "experiment")]
    for name, words in filters.items():
        for word in words:
            if not any(_has(project, item, name, word) for item in items):
                named = [item for item in project.items.values() if name == "sprint" and isinstance(item, Sprint)]
                there = {value for item in items for value in _words(project, item, name)} | {sprint.id for sprint in named}
                yield name, word, there - {""}


def _words(project: Project, item: Item, name: str) -> Collection[str]:
    """The words of an item for a filter; the type of an item without one is its kind, and its roles are also those of the
    members of the team whom it is assigned to."""
    match name:
        case "role":
            members = project.conventions(item).members
            known = handles(members)
            assigned = (known.get(person.strip().casefold(), "") for person in item.assignee)
            return (item.role, *(members[handle].role for handle in assigned if handle))
        case "assignee":
            return item.assignee
        case "type":
            return (item.type or item.kind,)
        case _:
            return (getattr(item, name),)


def _has(project: Project, item: Item, name: str, word: str) -> bool:
    """Whether an item has a word for a filter; it is in a sprint that it names, or in whose lists it stands."""
    asked = folded(word.removeprefix("@") if name == "assignee" else word)
    if any(folded(each) == asked for each in _words(project, item, name)):
        return True
    sprints = (
        [project.find(word), *(each for each in project.items.values() if folded(each.id) == asked)] if name == "sprint" else []
    )
    names = (canonical(item.id), item.key)
    return any(isinstance(sprint, Sprint) and any(entry.names in names for entry in sprint.entries) for sprint in sprints)
