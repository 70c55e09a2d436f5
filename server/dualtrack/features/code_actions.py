"""What the light bulb offers at a place: the fixes of the findings there, and the requests that suggest themselves."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from dualtrack.changes import all_requests
from dualtrack.changes.change import Change
from dualtrack.changes.request import Request, made
from dualtrack.changes.tick import tick
from dualtrack.findings import Finding
from dualtrack.model.item import Item
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import shortened
from dualtrack.project.project import Project
from dualtrack.said import said, through
from dualtrack.text import Span


@dataclass(frozen=True)
class ActionOffer:
    """Something to choose; `finding` is what it cures, None for a change that cures nothing."""

    title: str
    change: Callable[[Project], Change]
    finding: Finding | None = None
    preferred: bool = False
    request: Request | None = None
    """What is to be asked for, where more than an edit of files is to be done: to switch to a branch first."""


def code_actions(project: Project, path: str, span: Span, findings: Iterable[Finding]) -> Iterator[ActionOffer]:
    """The offers on the lines of a span of a file, given the findings of that file."""
    lines = lines_of(project, path, span)
    offered: set[str] = set()
    for finding in findings:
        if finding.place.span.touches(lines):
            for fix in finding.fixes:
                offered.add(fix.title)
                yield ActionOffer(fix.title, fix.change, finding, preferred=len(finding.fixes) == 1)
    for item, request in _requests(project, path, lines):
        for offer in request.offers(project, item) if request.suggests_itself(project, item) else ():
            title = offer.deed or said(request.action, label=through(shortened, offer.label), item=item.shown)
            is_here = not offer.at or any(place.touches(lines) for place in _places(project, item, (offer.at,)))
            if is_here and title not in offered and not offer.then and offer.status != item.status:
                asked = made(request, {"key": item.key, **offer.parameters})
                yield ActionOffer(title, asked.change, request=asked if asked.branch_to_start(project) else None)
    for item in project.items_in(path):
        for line in item.dod:
            title = said('Tick "{text}"', shortened(line.shown))
            if line.span.touches(lines) and not line.closed and not offered:
                yield ActionOffer(title, partial(tick, key=item.key, texts=(line.shown,)))


def _requests(project: Project, path: str, lines: Span) -> Iterator[tuple[Item, type[Request]]]:
    """What can be asked of the items of a file on these lines; of what a sprint names there, what is for whole entries."""
    requests = all_requests().values()
    for item in project.items_in(path):
        yield from ((item, request) for request in requests if _is_at(project, item, request.at, lines))
        for entry in item.entries if isinstance(item, Sprint) else ():
            span, named = project.document(item).span(entry.route), project.find(entry.names)
            if span and span.touches(lines) and named and named.path != path:
                yield from ((named, request) for request in requests if "" in request.at)


def _is_at(project: Project, item: Item, keys: tuple[str, ...], lines: Span) -> bool:
    """Whether one of the keys stands on the lines; where a file has none of them, whether its head does. An empty key is the
    whole entry of an item in a sprint."""
    places = _places(project, item, keys)
    if keys and not places and not item.is_inline:
        places = [project.place(item).span]
    return any(place.touches(lines) for place in places)


def _places(project: Project, item: Item, keys: tuple[str, ...]) -> list[Span]:
    document = project.document(item)
    routes = ((*item.route, key) if key else item.route for key in keys)
    return [place for route in routes if route and (place := document.span(route))]


def lines_of(project: Project, path: str, span: Span) -> Span:
    """The whole lines of a span."""
    lines = project.documents[path].lines
    first, last = (lines.position(offset)[0] for offset in (span.start, span.end))
    return Span(lines.line(first).start, lines.line(last).end)
