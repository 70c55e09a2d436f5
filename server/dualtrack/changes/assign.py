"""Assign an item to somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.changes.listed import with_value
from dualtrack.changes.request import Menu, Offer, Request, parameter
from dualtrack.files.edits import set_keys
from dualtrack.files.yaml_tree import Sequence
from dualtrack.model.item import Item
from dualtrack.project.people import team
from dualtrack.project.project import Project
from dualtrack.said import said


@dataclass(frozen=True)
class Assign(Request):
    """Assign an item to somebody, who joins several, or takes over from one person."""

    name = "assign"
    title = said("Assign…")
    summary = "assign an item to somebody"
    example = "dualtrack assign TASK-12 ana"
    menu = Menu(6, "account")
    at = ("assignee", "")
    action = "Assign {item} to {label}"

    person: str = parameter("a member of the team", "PERSON")

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        """Those whose it is not yet."""
        handles = project.conventions(item).handles
        own = {handles.get(name.casefold(), name).casefold() for name in item.assignee}
        people = ((name, full) for name, full in team(project, item) if name.casefold() not in own)
        return (Offer(name, {"person": name}, full) for name, full in people)

    def change(self, project: Project) -> Change:
        item = item_to_change(project, self.key)
        person = " ".join(self.person.split()).removeprefix("@")
        if not person:
            raise Refusal(said("a name is needed"))
        document = project.document(item)
        if isinstance(document.node((*item.route, "assignee")), Sequence) or len(item.assignee) > 1:
            edits = with_value(project, item, "assignee", person)
        else:
            edits = set_keys(document, {"assignee": person}, ("status", "title", "id"), item.route)
            edits = edited(document, edits, item.route, assignee=person)
        return Change(said("{item} assigned to {person}", item.shown, person), {item.path: edits})
