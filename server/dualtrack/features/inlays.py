"""What stands behind keys and boxes: when a timebox ends, what was reached against a criterion, what shows a line."""

from collections.abc import Iterator, Mapping
from typing import LiteralString, NamedTuple

from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project import evidence
from dualtrack.project.live_metrics import reading
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import State, is_asked, standings
from dualtrack.said import joined, said

_BOXES: Mapping[State, str] = {
    "proven": said("✓ proven"),
    "claimed": said("cited, not proven"),
    "bare": said("no proof"),
    "stale": said("outdated proof"),
    "shown but open": said("there is proof"),
}


_DAYS: tuple[LiteralString, ...] = (
    *("{day} Jan", "{day} Feb", "{day} Mar", "{day} Apr", "{day} May", "{day} Jun"),
    *("{day} Jul", "{day} Aug", "{day} Sep", "{day} Oct", "{day} Nov", "{day} Dec"),
)


class Inlay(NamedTuple):
    """A text behind an offset, and what is said where it is pointed at."""

    offset: int
    text: str
    more: str


def inlays(project: Project, path: str) -> Iterator[Inlay]:
    """The ends of the timeboxes of a file, the verdicts on its success criteria that a run has measured, on the stop criteria
    that are met, how the lines of its Definition of Done stand, and the metrics that its text shows."""
    for item in project.items_in(path):
        yield from _timebox(project, item)
        yield from _boxes(project, item)
        yield from _metrics(project, item)
        if isinstance(item, Experiment):
            yield from _of(project, item, "success_criteria")
            yield from _of(project, item, "stop_criteria")


def _metrics(project: Project, item: Item) -> Iterator[Inlay]:
    """The values of the metrics that the text shows."""
    for asked in project.document(item).metrics if not item.is_inline else ():
        found = reading(project, asked)
        if found.run:
            yield Inlay(asked.span.end, found.value, said("{metric} of run {run}", found.metric, found.run.shown))


def _timebox(project: Project, item: Item) -> Iterator[Inlay]:
    """Behind its days, else behind the start, while the item is open."""
    timebox, today = item.timebox if isinstance(item, Timeboxed) else None, project.today(item)
    if not timebox or not timebox.end or item.is_closed:
        return
    document, keys = project.document(item), ("timebox_days", "timebox", "started")
    place = next((span for key in keys if (span := document.span((*item.route, key)))), None)
    if place:
        day = said(_DAYS[timebox.end.month - 1], timebox.end.day)
        day = day + f" {timebox.end.year}" if timebox.end.year != today.year else day
        ends = said("ended {day}" if timebox.expired(today) else "ends {day}", day)
        yield Inlay(place.end, joined(" · ", (ends, timebox.standing(today))), timebox.summary(today))


def _boxes(project: Project, item: Item) -> Iterator[Inlay]:
    """What an open or closed box does not say itself; of items that no proof is asked of, only what is proven."""
    asked = is_asked(project, item)
    for each in standings(project, item):
        if (box := _BOXES.get(each.state)) and (asked or each.state == "proven"):
            yield Inlay(each.line.end, box, each.sentence)


def _of(project: Project, item: Experiment, key: str) -> Iterator[Inlay]:
    document, is_stop = project.document(item), key == "stop_criteria"
    judged = evidence.stop_judgements(project, item) if is_stop else evidence.judgements(project, item)
    by_text = {
        judgement.criterion.text: judgement for judgement in judged if judgement.run and (judgement.holds or not is_stop)
    }
    for index, text in enumerate(item.stop_criteria if is_stop else item.success_criteria):
        place = document.span((*item.route, key, index)) or document.span((*item.route, key))
        if place and (judgement := by_text.get(text)):
            yield Inlay(place.end, joined(" ", (judgement.measured, judgement.stands)), judgement.summary)
