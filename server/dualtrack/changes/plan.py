"""Plan an item for a sprint."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dualtrack.changes.change import Change, Refusal, edited, item_to_change, work_to_change
from dualtrack.changes.request import Menu, Offer, Request, parameter
from dualtrack.changes.set_value import set_value
from dualtrack.files.edits import remove
from dualtrack.files.yaml_tree import Scalar
from dualtrack.model.item import Item
from dualtrack.model.raw import as_list
from dualtrack.model.sprint import Sprint, SprintEntry
from dualtrack.project.project import Project
from dualtrack.project.sprint_work import open_sprints
from dualtrack.said import said
from dualtrack.text import Edit


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
        sprint = project.sprint(self.sprint)
        if not sprint:
            raise Refusal(said("there is no sprint {sprint}", self.sprint))
        item = work_to_change(project, self.key)
        if item.is_inline:
            raise Refusal(said("{item} stands in {sprint}: move it to a file of its own first", item.shown, item.sprint))
        change = set_value(project, self.key, "sprint", sprint.id)
        edits, notes = dict(change.edits), list[str]()
        for other in open_sprints(project, item):
            listed = [entry for entry in other.entries if project.find(entry.names) is item]
            if listed and other is not sprint:
                edits[other.path] = (*edits.get(other.path, ()), *_without(project, other, listed[0]))
                notes.append(said("taken from {sprint}", other.shown))
        return replace(change, edits=edits, notes=tuple(notes))


def _without(project: Project, sprint: Sprint, entry: SprintEntry) -> tuple[Edit, ...]:
    """The edits that take an id from a list of a sprint; raises Refusal where more than the id stands there."""
    document, at = project.document(item_to_change(project, sprint.key)), entry.route[-1]
    lists = document.node(entry.route[:-1])
    entries = as_list(lists.value if lists else None) or []
    if not isinstance(document.node(entry.route), Scalar):
        raise Refusal(said("{sprint} says more of it than its id: take it from there by hand", sprint.shown))
    rest = [each for index, each in enumerate(entries) if index != at]
    return edited(document, remove(document, entry.route), sprint.route, **{entry.list: rest})
