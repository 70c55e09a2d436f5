"""Fill a sprint with what is ready."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.plan import Plan
from dualtrack.changes.request import Ask, Menu, Offer, Request, Tick, parameter
from dualtrack.changes.together import together
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.sprint_room import fitting
from dualtrack.said import plural, said

_FITTING = "fitting"


@dataclass(frozen=True)
class Fill(Request):
    """Plan items that are ready for a sprint, as many as fit."""

    name = "fill"
    title = said("Fill with Ready Items…")
    summary = "plan for a sprint what is ready and fits"
    example = "dualtrack fill sprint-6"
    menu = Menu(8, "inbox")
    at = ("goal", "start", "product_tasks", "experiments")
    for_several = False
    reads_facts = True

    items: tuple[str, ...] = parameter("the items to plan (default: what is ready and fits)", "IDS", (_FITTING,))

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        return isinstance(item, Sprint) and bool(item.id) and not item.has_ended(project.today(item))

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        found = fitting(project, item) if isinstance(item, Sprint) else []
        if found:
            label = said("Fill {item} with {items}", item.shown, plural(len(found), "ready item"))
            ticks = [Tick(each.id or each.key, each.label, each.path, True) for each in found]
            ask = Ask("items", said("These are ready and fit in"), ticks=ticks)
            yield Offer(label, {"items": _FITTING}, ", ".join(each.shown for each in found), asks=(ask,))

    def change(self, project: Project) -> Change:
        sprint = project.items.get(self.key)
        if not isinstance(sprint, Sprint) or not sprint.id:
            raise Refusal(said("{key} is no sprint", self.key))
        if self.items == (_FITTING,):
            found = fitting(project, sprint)
            if not found:
                raise Refusal(said("nothing that is ready fits into {sprint}", sprint.shown))
        else:
            named = [(name, project.find(name)) for name in self.items]
            missing = [name for name, item in named if not item]
            if missing or not named:
                raise Refusal(said("{missing} is not on the board", missing[0]) if missing else said("no item is chosen"))
            found = [item for _, item in named if item]
        return together(project, [Plan(item.key, sprint.id) for item in found])
