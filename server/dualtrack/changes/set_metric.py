"""Say in `dualtrack.yaml` what is not known of a metric."""

from collections.abc import Mapping
from typing import Any

from dualtrack.changes.change import Change, edited, item_to_change
from dualtrack.files.edits import scalar, set_yaml
from dualtrack.files.scalars import key_name
from dualtrack.model.metric import normal
from dualtrack.model.raw import as_mapping
from dualtrack.model.verdict import Answer
from dualtrack.project.project import Project
from dualtrack.said import said
from dualtrack.text import Edit, Span


def set_metric(project: Project, key: str, answer: Answer) -> Change:
    """Write an answer into `metrics:` of an item's board: to what stands there of the metric, else as a new entry."""
    board = project.board(item_to_change(project, key))
    [(name, value)] = answer.says.model_dump(exclude_defaults=True).items()
    label = said("{metric}: {name} set to {value}", answer.metric, name, value)
    alone = scalar(value) if name == "name" else f"{{{name}: {value}}}"
    document = project.documents.get(board.settings)
    if not document:
        return Change(label, {board.settings: (Edit(Span(0, 0), f"metrics:\n  {key_name(answer.metric)}: {alone}\n"),)})
    stated: Mapping[str, Any] = as_mapping(document.values.get("metrics")) or {}
    alias = next((each for each in stated if normal(each) == normal(answer.metric)), answer.metric)
    before = stated.get(alias)
    if (keys := as_mapping(before)) is not None:
        edits, after = set_yaml(document, ("metrics", alias, name), scalar(value)), {**keys, name: value}
    elif before and name != "name":
        after = {"name": before, name: value}
        edits = set_yaml(document, ("metrics", alias), f"{{name: {scalar(str(before))}, {name}: {value}}}")
    else:
        edits, after = set_yaml(document, ("metrics", alias), alone), value if name == "name" else {name: value}
    return Change(label, {board.settings: edited(document, edits, metrics={**stated, alias: after})})
