"""What can be done with work whose time is up."""

from collections.abc import Iterator

from dualtrack.changes.decide import Decide
from dualtrack.changes.extend_timebox import Extend, usual_extension
from dualtrack.changes.request import Request
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.words import plural


def timebox_options(item: Timeboxed) -> Iterator[tuple[str, Request]]:
    """Titles and changes: to extend the timebox, and each of the decisions."""
    days = usual_extension(item)
    yield f"Extend by {plural(days, 'day')}", Extend(item.key, days)
    if isinstance(item, Experiment):
        yield from ((title, Decide(item.key, decision)) for decision, title in DECISIONS.items())
