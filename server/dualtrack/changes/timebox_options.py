"""What can be done with work whose time is up."""

from collections.abc import Iterator

from dualtrack.changes.decide import decisions
from dualtrack.changes.extend_timebox import Extend, usual_deed, usual_extension
from dualtrack.changes.request import Request
from dualtrack.model.experiment import Experiment
from dualtrack.model.timeboxed import Timeboxed


def timebox_options(item: Timeboxed) -> Iterator[tuple[str, Request]]:
    """Titles and changes: to extend the timebox, and each of the decisions."""
    yield usual_deed(item), Extend(item.key, usual_extension(item))
    if isinstance(item, Experiment):
        yield from decisions(item)
