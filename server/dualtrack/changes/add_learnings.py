"""Add room for learnings to a decided experiment."""

from dualtrack.changes.change import Change, Cursor, Refusal, item_to_change
from dualtrack.changes.decide import learnings_key, write_learnings
from dualtrack.model.experiment import Experiment
from dualtrack.project.project import Project
from dualtrack.said import said


def add_learnings(project: Project, key: str) -> Change:
    """Quote the measurement under `## Learnings`, or make room under a key where there are no sections, for the cursor."""
    experiment = item_to_change(project, key)
    if not isinstance(experiment, Experiment):
        raise Refusal(said("{experiment} is no experiment", experiment.shown))
    if experiment.has_body:
        edits, cursor = write_learnings(project, experiment)
    else:
        edits, cursor = learnings_key(project, experiment, {})
    return Change(said("{experiment}: learnings", experiment.shown), {experiment.path: edits}, Cursor(experiment.path, cursor))
