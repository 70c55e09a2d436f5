"""Assign an item to somebody."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, work_to_change
from dualtrack.changes.listed import with_value
from dualtrack.changes.request import Menu, Offer, Request, parameter
from dualtrack.files.edits import set_keys
from dualtrack.files.yaml_tree import Sequence
from dualtrack.model.item import Item
from dualtrack.project.people import team
from dualtrack.project.project import Project
from dualtrack.said import joined, said


@dataclass(frozen=True)
class Assign(Request):
    """Assign an item to somebody, who joins a list, or takes over from one person."""

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
        item = work_to_change(project, self.key)
        person = " ".join(self.person.split()).removeprefix("@")
        if not person:
            raise Refusal(said("a name is needed"))
        document, label = project.document(item), said("{item} assigned to {person}", item.shown, person)
        before = item.assignee
        if len(before) > 1 or isinstance(document.node((*item.route, "assignee")), Sequence):
            others = [name for name in before if name and name != person]
            label += said(" (with {people})", joined(", ", others)) if others else ""
            return Change(label, {item.path: with_value(project, item, "assignee", person)})
        if before and before[0] != person:
            label += said(" (was: {person})", before[0])
        edits = set_keys(document, {"assignee": person}, ("status", "title", "id"), item.route)
        return Change(label, {item.path: edited(document, edits, item.route, assignee=person)})
