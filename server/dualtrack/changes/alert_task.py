"""A task for an alert that fires, or that is to be."""

from dualtrack.changes.change import Change, texts_after
from dualtrack.changes.new_item import new_item
from dualtrack.files.edits import set_keys
from dualtrack.model.model_version import ModelVersion
from dualtrack.project.project import Project
from dualtrack.text import Edit, Span, apply


def alert_task(project: Project, model: ModelVersion, title: str) -> Change:
    """A new task of type `alert` that names the model version for which the alert fires or is to be."""
    made = new_item(project, project.board(model).folder, "ops", title)
    ((path, text),) = texts_after(project, made).items()
    document = project.with_file(path, text).documents[path]
    text = apply(text, set_keys(document, {"type": "alert", "model": model.id}, ("type",)))
    return Change(made.label, {path: (Edit(Span(0, 0), text),)})
