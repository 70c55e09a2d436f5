"""What came into a sprint and what left it once it had started."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from dualtrack.facts.pasts import Pasts
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint
from dualtrack.project.project import Project
from dualtrack.project.timeline import Event, dated


def scope_changes(project: Project, sprint: Sprint) -> tuple[Event, ...]:
    """From the day after a sprint's start to its end, what was `added` and `taken out`: entries of its lists, and items that
    name it; oldest first. What is there in both ways is out when it is out of both."""
    if not sprint.start:
        return ()
    of_lists = [(day, event) for event, day in dated(project, sprint) if event.kind in ("added", "taken out")]
    listed = {canonical(entry.names) for entry in sprint.entries}
    for _, event in reversed(of_lists):  # back to how it was planned
        listed.discard(canonical(event.after)) if event.after else listed.add(canonical(event.before))
    naming: set[str] = set()
    told: list[Event] = []
    moves = ((day, event, listed) for day, event in of_lists)
    named = ((day, event, naming) for day, event in _naming(project, canonical(sprint.id)))
    for day, event, held in sorted((*moves, *named), key=lambda move: move[0]):
        name = canonical(event.after or event.before)
        was = name in listed | naming
        held.add(name) if event.kind == "added" else held.discard(name)
        if was != (name in listed | naming) and sprint.start < day and (not sprint.end or day <= sprint.end):
            told.append(event)
    return tuple(told)


def _naming(project: Project, id: str) -> Iterator[tuple[date, Event]]:
    """When items came to name a sprint and ceased to, as the sprint sees it."""
    for name, past in project.facts[Pasts].by_id.items():
        states = (state for version in past.versions for state in (version.before, version.after) if state)
        item = project.find(name) if any(state.sprint == id and not state.inline for state in states) else None
        for event, day in dated(project, item) if item else ():
            if event.kind == "sprint" and event.after == id:
                yield day, replace(event, kind="added", before="", after=name)
            elif event.kind == "sprint" and event.before == id:
                yield day, replace(event, kind="taken out", before=name, after="")
