"""What the light bulb offers at a place: the fixes of the findings there, a file for an inline item, and decisions on an open
experiment."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from dualtrack.changes.change import Change
from dualtrack.changes.decide import decide
from dualtrack.changes.extract_item import extract_item
from dualtrack.findings import Finding
from dualtrack.model.experiment import DECISIONS, Experiment
from dualtrack.project.project import Project
from dualtrack.text import Span

_DECIDED_AT = ("status", "decision", "timebox_days", "timebox", "extensions", "success_criteria", "stop_criteria")
"""The keys at which a decision suggests itself; elsewhere it would stand among fixes for other things."""


@dataclass(frozen=True)
class Offer:
    """Something to choose; `finding` is what it cures, None for a change that cures nothing."""

    title: str
    change: Callable[[Project], Change]
    finding: Finding | None = None
    preferred: bool = False


def code_actions(project: Project, path: str, span: Span, findings: Iterable[Finding]) -> Iterator[Offer]:
    """The offers on the lines of a span of a file, given the findings of that file."""
    document = project.documents[path]
    first, last = (document.lines.position(offset)[0] for offset in (span.start, span.end))
    lines = Span(document.lines.line(first).start, document.lines.line(last).end)
    offered: set[str] = set()
    for finding in findings:
        if finding.place.span.touches(lines):
            for fix in finding.fixes:
                offered.add(fix.title)
                yield Offer(fix.title, fix.change, finding, preferred=len(finding.fixes) == 1)
    for item in project.items_in(path):
        entry = document.node(item.route) if item.is_inline else None
        if entry and entry.span.touches(lines):
            yield Offer("Move to a file of its own", partial(extract_item, key=item.key))
        if not isinstance(item, Experiment) or item.is_closed:
            continue
        places = (document.span((*item.route, key)) for key in _DECIDED_AT)
        if any(place.touches(lines) for place in places if place):
            for name, title in DECISIONS.items():
                if title not in offered:
                    yield Offer(title, partial(decide, key=item.key, decision=name))
