"""Claim an item that is ready: say who works on it before anybody else does."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, item_to_change
from dualtrack.changes.request import Offer, Request, parameter
from dualtrack.changes.start_work import begun
from dualtrack.model.item import Item
from dualtrack.project.people import user
from dualtrack.project.project import Project
from dualtrack.project.readiness import obstacles
from dualtrack.said import joined, said


@dataclass(frozen=True)
class Claim(Request):
    """Claim an item that waits and is nobody's; it is refused where something is in the way of the work."""

    name = "claim"
    title = said("Claim")
    summary = "start an item that is ready and nobody's, without a branch; else say what is in the way"
    example = "dualtrack claim EXP-25 --person agent-1"
    for_several = False
    reads_facts = True

    person: str = parameter("who claims it (default: you, by git's user.name)", "NAME", "")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return item.kind in ("task", "experiment") and item.phase == "waiting" and not any(item.assignee)

    @classmethod
    def suggests_itself(cls, project: Project, item: Item) -> bool:
        """Never: in the editor, work is started."""
        return False

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        yield Offer(said("Claim {item}", item.shown))

    def change(self, project: Project) -> Change:
        item = item_to_change(project, self.key)
        person = " ".join(self.person.split()) or user(project, item)
        handles = project.conventions(item).handles
        own = {handles.get(name.casefold(), name).casefold() for name in item.assignee if name}
        if not person:
            raise Refusal(said("git names nobody as its user.name; --person says who claims it"))
        is_work = item.kind in ("task", "experiment")
        is_anothers = own and own != {handles.get(person.casefold(), person).casefold()}
        if is_work and is_anothers and not item.is_closed:
            raise Refusal(said("{item} is assigned to {people}", item.shown, joined(", ", filter(None, item.assignee))))
        if not is_work or item.phase != "waiting":
            status = item.status or said("no work")
            raise Refusal(said("{item} is {status}: only what waits can be claimed", item.shown, status))
        if found := tuple(obstacles(project, item)):
            raise Refusal(joined(" ", (item.shown, joined(" and ", found))))
        edits, done = begun(project, item, "" if own else person)
        return Change(said("{item} {done}, assigned to {person}", item.shown, done, person), edits)
