"""Say that nothing blocks an item any more."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.remove_key import remove_key
from dualtrack.changes.request import Menu, Offer, Request
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.said import said


@dataclass(frozen=True)
class Unblock(Request):
    """Say that nothing blocks an item any more."""

    name = "unblock"
    title = said("Unblock")
    summary = "say that nothing blocks an item any more"
    example = "dualtrack unblock TASK-12"
    menu = Menu(5, "pass")
    at = ("blocked", "status")
    action = "Unblock {item}"

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return item.blocked is not None

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        yield Offer(said("Remove the block"))

    def change(self, project: Project) -> Change:
        item = item_to_change(project, self.key)
        if not project.document(item).node((*item.route, "blocked")):
            raise Refusal(said("{item} is not blocked", item.shown))
        return remove_key(project, self.key, "blocked")
