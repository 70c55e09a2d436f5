"""What can be made new on the boards of a project."""

from typing import Any

from dualtrack.changes.request import Ask
from dualtrack.features.actions import Choice
from dualtrack.project.project import Project
from dualtrack.said import said

NEW = "dualtrack.item.new"

_KINDS = {
    "experiment": (said("Experiment"), said("a hypothesis, a criterion and a timebox"), said("Title of the new experiment")),
    "spike": (said("Spike"), said("a short investigation"), said("Title of the new spike")),
    "task": (said("Task"), said("production work with a Definition of Done"), said("Title of the new task")),
    "data": (said("Data Task"), said("collecting, cleaning, features, pipelines"), said("Title of the new data task")),
    "deploy": (said("Deployment"), said("a model version on its way into production"), said("Title of the new deployment")),
    "sprint": (said("Sprint"), said("product tasks and experiments between two dates"), said("Goal of the new sprint")),
    "model": (
        said("Model Version"),
        said("the milestone, such as fraud@1.3"),
        said("Name and version of the new model version"),
    ),
}
_TITLE = (r"\S", said("a title is needed"))
_VERSION = (r"^\S+@\S+$", said("a name and a version such as fraud@1.3"))


def new_items(project: Project, arguments: dict[str, Any]) -> list[Choice]:
    """The kinds of items, each with the question for its title; with several boards, first the board."""
    boards = [board for board in project.boards if not board.layout.made_by]
    kinds = {board.folder: [_choice(kind, {**arguments, "board": board.folder}) for kind in _KINDS] for board in boards}
    if len(boards) < 2:
        return [choice for choices in kinds.values() for choice in choices]
    return [Choice(folder or ".", said("board"), then=choices) for folder, choices in kinds.items()]


def _choice(kind: str, arguments: dict[str, Any]) -> Choice:
    name, description, asked = _KINDS[kind]
    pattern, invalid = _VERSION if kind == "model" else _TITLE
    ask = Ask("name", asked, "", pattern, invalid)
    return Choice(name, description, command=NEW, arguments={**arguments, "kind": kind, "name": ""}, asks=[ask])
