"""What can be done with an experiment whose time is up."""

from collections.abc import Iterator

from dualtrack.changes.decide import Decide
from dualtrack.changes.extend_timebox import Extend, usual_extension
from dualtrack.changes.request import Request
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.words import plural


def timebox_options(experiment: Experiment) -> Iterator[tuple[str, Request]]:
    """Titles and changes: to extend the timebox, and each of the decisions."""
    days = usual_extension(experiment)
    yield f"Extend by {plural(days, 'day')}", Extend(experiment.key, days)
    yield from ((title, Decide(experiment.key, decision)) for decision, title in DECISIONS.items())
