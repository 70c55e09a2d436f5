"""What can be made new on the boards of a project."""

from typing import Any

from dualtrack.changes.request import Ask
from dualtrack.features.actions import Choice
from dualtrack.project.project import Project

NEW = "dualtrack.item.new"

_KINDS = {
    "experiment": ("Experiment", "a hypothesis, a criterion and a timebox"),
    "spike": ("Spike", "a short investigation"),
    "task": ("Task", "production work with a Definition of Done"),
    "data": ("Data Task", "collecting, cleaning, features, pipelines"),
    "deploy": ("Deployment", "a model version on its way into production"),
    "sprint": ("Sprint", "product tasks and experiments between two dates"),
    "model": ("Model Version", "the milestone, such as fraud@1.3"),
}
_TITLE = (r"\S", "a title is needed")
_VERSION = (r"^\S+@\S+$", "a name and a version such as fraud@1.3")


def new_items(project: Project, arguments: dict[str, Any]) -> list[Choice]:
    """The kinds of items, each with the question for its title; with several boards, first the board."""
    boards = [board for board in project.boards if not board.layout.made_by]
    kinds = {board.folder: [_choice(kind, {**arguments, "board": board.folder}) for kind in _KINDS] for board in boards}
    if len(boards) < 2:
        return [choice for choices in kinds.values() for choice in choices]
    return [Choice(folder or ".", "board", then=choices) for folder, choices in kinds.items()]


def _choice(kind: str, arguments: dict[str, Any]) -> Choice:
    name, description = _KINDS[kind]
    pattern, invalid = _VERSION if kind == "model" else _TITLE
    asked = "Name and version" if kind == "model" else "Goal" if kind == "sprint" else "Title"
    ask = Ask("name", f"{asked} of the new {name.lower()}", "", pattern, invalid)
    return Choice(name, description, command=NEW, arguments={**arguments, "kind": kind, "name": ""}, asks=[ask])
