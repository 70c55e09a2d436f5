"""Turn the improvement of a retrospective into a task."""

from collections.abc import Iterator
from dataclasses import dataclass

from dualtrack.changes.change import Change, Refusal, edited, item_to_change
from dualtrack.changes.new_item import new_item
from dualtrack.changes.request import Ask, Menu, Offer, Request, parameter
from dualtrack.files.edits import set_yaml
from dualtrack.model.item import Item
from dualtrack.model.mention import is_id
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.said import said


@dataclass(frozen=True)
class Improve(Request):
    """Turn the improvement of a sprint's retrospective into a task that the sprint names."""

    name = "improve"
    title = said("Turn the Improvement into a Task…")
    summary = "turn the improvement of a sprint's retrospective into a task"
    example = 'dualtrack improve sprint-5 "Provision data faster"'
    menu = Menu(9, "lightbulb")
    at = ("retro",)
    for_several = False
    gives_id = True

    task: str = parameter("what is to become better", "TITLE")

    @classmethod
    def applies(cls, project: Project, item: Item) -> bool:
        """A sprint that has begun and whose retrospective names no task."""
        return (
            isinstance(item, Sprint)
            and bool(item.id)
            and item.has_started(project.today(item))
            and not is_id(item.retro.improvement)
        )

    @classmethod
    def suggests_itself(cls, project: Project, item: Item) -> bool:
        """Once the retrospective says in words what is to become better."""
        return isinstance(item, Sprint) and bool(item.retro.improvement) and cls.applies(project, item)

    @classmethod
    def offers(cls, project: Project, item: Item) -> Iterator[Offer]:
        if isinstance(item, Sprint):
            words = item.retro.improvement
            ask = Ask("task", said("What is to become better?"), words, r"\S", said("a title is needed"))
            deed = said('Turn the improvement "{words}" into a task', words)
            yield Offer(said("Turn the improvement into a task"), {"task": words}, words, asks=(ask,), deed=deed)

    def change(self, project: Project) -> Change:
        sprint = item_to_change(project, self.key)
        if not isinstance(sprint, Sprint):
            raise Refusal(said("{sprint} is no sprint", sprint.shown))
        if is_id(sprint.retro.improvement):
            raise Refusal(said("the retro of {sprint} names {improvement} already", sprint.shown, sprint.retro.improvement))
        made = new_item(project, project.board(sprint).folder, "task", self.task)
        id, document = made.id, project.document(sprint)
        edits = set_yaml(document, (*sprint.route, "retro", "improvement"), id, ("review", "end", "goal"))
        checked = edited(document, edits, (*sprint.route, "retro"), improvement=id) if sprint.retro.improvement else edits
        return Change(said("{id} improves on {sprint}", id, sprint.shown), {**made.edits, sprint.path: checked}, made.cursor)
