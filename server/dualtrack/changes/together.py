"""Several requests as one change."""

from collections.abc import Sequence
from functools import partial

from dualtrack.changes.change import Change, texts_after
from dualtrack.changes.request import Request
from dualtrack.project.project import Project
from dualtrack.said import joined, through
from dualtrack.text import Edit, Span


def together(project: Project, requests: Sequence[Request]) -> Change:
    """One change for all of the requests, each made in the project that the one before leaves; raises Refusal if one is
    refused."""
    if len(requests) == 1:
        return requests[0].change(project)
    after, done = project, dict[str, list[str]]()
    touched: dict[str, None] = {}
    for request in requests:
        change = request.change(after)
        shown = after.items[request.key].shown
        done.setdefault(through(partial(_without, shown), change.label), []).append(shown)
        for path, text in texts_after(after, change).items():
            after = after.with_file(path, text)
            touched[path] = None
    label = joined("; ", (joined(", ", shown) + what for what, shown in done.items()))
    return Change(label, {path: _edits(project, after, path) for path in touched})


def _without(start: str, label: str) -> str:
    return label.removeprefix(start)


def _edits(before: Project, after: Project, path: str) -> tuple[Edit, ...]:
    """The lines that differ, as one edit."""
    document = before.documents.get(path)
    old, new = (text.splitlines(keepends=True) for text in (document.text if document else "", after.documents[path].text))
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    start, replaced = sum(map(len, old[:first])), sum(map(len, old[first : len(old) - last]))
    return (Edit(Span(start, start + replaced), "".join(new[first : len(new) - last])),) if old != new else ()


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start on."""
    return next((number for number, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
