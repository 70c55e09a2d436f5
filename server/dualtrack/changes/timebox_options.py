"""What can be done with work whose time is up."""

from collections.abc import Callable, Iterator
from functools import partial

from dualtrack.changes.change import Change
from dualtrack.changes.decide import decisions
from dualtrack.changes.extend_timebox import extend, usual_deed, usual_extension
from dualtrack.model.experiment import Experiment
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.project import Project


def timebox_options(item: Timeboxed) -> Iterator[tuple[str, Callable[[Project], Change]]]:
    """Titles and changes: to extend the timebox, and each of the decisions."""
    yield usual_deed(item), partial(extend, key=item.key, days=usual_extension(item))
    if isinstance(item, Experiment):
        yield from ((title, request.change) for title, request in decisions(item))
