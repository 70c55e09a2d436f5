"""What can be done with an experiment whose time is up."""

from collections.abc import Callable, Iterator
from functools import partial

from dualtrack.changes.change import Change
from dualtrack.changes.decide import decide
from dualtrack.changes.extend_timebox import extend_timebox, usual_extension
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.words import plural
from dualtrack.project.project import Project


def timebox_options(experiment: Experiment) -> Iterator[tuple[str, Callable[[Project], Change]]]:
    """Titles and changes: to extend the timebox, and each of the decisions."""
    days = usual_extension(experiment)
    yield f"Extend by {plural(days, 'day')}", partial(extend_timebox, key=experiment.key, days=days)
    for decision, title in DECISIONS.items():
        yield title, partial(decide, key=experiment.key, decision=decision)
