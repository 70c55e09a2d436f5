"""Plan an item for a sprint."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal
from dualtrack.changes.request import Menu, Offer, Request, parameter
from dualtrack.changes.set_value import set_value
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import open_sprints
from dualtrack.said import said


@dataclass(frozen=True)
class Plan(Request):
    """Plan an item for a sprint."""

    name = "plan"
    title = said("Plan for a Sprint…")
    summary = "plan an item for a sprint"
    example = "dualtrack plan TASK-12 sprint-6"
    menu = Menu(7, "calendar")
    at = ("sprint",)
    action = "Plan {item} for {label}"

    sprint: str = parameter("a sprint that has not ended", "SPRINT")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """Open work with a file of its own: what stands in a sprint belongs there."""
        return super().applies(project, item) and not item.is_inline

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        sprints = (each for each in open_sprints(project, item) if not item.sprint or each is not project.sprint(item.sprint))
        return (Offer(sprint.id, {"sprint": sprint.id}, sprint.goal) for sprint in sprints)

    def change(self, project: Project) -> Change:
        sprint = project.find(self.sprint)
        if not isinstance(sprint, Sprint):
            raise Refusal(said("there is no sprint {sprint}", self.sprint))
        return set_value(project, self.key, "sprint", sprint.id)
