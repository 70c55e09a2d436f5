"""A part of the boards: the cards of a track, a person, a sprint and so on."""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace

from dualtrack.features.board import Boards, BoardTrack, Column
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded
from dualtrack.project.project import Project


@dataclass(frozen=True)
class Filters:
    """What is asked for: of one key any of the words, of several keys each; a key without words asks for nothing."""

    track: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    assignee: tuple[str, ...] = ()
    sprint: tuple[str, ...] = ()
    model: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether anything is asked for."""
        return any(getattr(self, field.name) for field in fields(self))

    def hold(self, project: Project, item: Item) -> bool:
        """Whether an item is what is asked for; the type of an item without one is its kind."""
        people = [name.removeprefix("@") for name in self.assignee]
        return (
            _any_of(self.track, [item.track])
            and _any_of(self.role, [item.role])
            and _any_of(self.type, [item.type or item.kind])
            and _any_of(people, item.assignee)
            and _any_of(self.model, [item.model])
            and (not self.sprint or any(_is_in(project, item, name) for name in self.sprint))
        )


def filtered(project: Project, boards: Boards, filters: Filters) -> Boards:
    """The boards with the cards that are asked for, and their counts; columns stay, empty ones too."""
    if not filters.asked:
        return boards
    cards = {key: card for key, card in boards.cards.items() if filters.hold(project, project.items[key])}

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


def _any_of(words: Iterable[str], said: Iterable[str]) -> bool:
    wanted = {folded(word) for word in words}
    return not wanted or any(folded(word) in wanted for word in said)


def _is_in(project: Project, item: Item, name: str) -> bool:
    """Whether an item names a sprint, or stands in its lists."""
    if item.sprint and folded(item.sprint) == folded(name):
        return True
    sprints = [project.find(name), *(other for other in project.items.values() if folded(other.id) == folded(name))]
    return any(
        isinstance(sprint, Sprint) and any(entry.names in (canonical(item.id), item.key) for entry in sprint.entries)
        for sprint in sprints
    )
