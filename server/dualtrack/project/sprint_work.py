"""What a sprint holds, what came into it and left it once it had started, and where in its file to speak of it."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from operator import itemgetter
from typing import Literal

from dualtrack.facts.facts import Facts
from dualtrack.facts.pasts import Pasts
from dualtrack.files.read_body import has_own_words
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint, SprintList
from dualtrack.project.identity import ids_of
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Place, Project
from dualtrack.project.remembered import remembered
from dualtrack.project.removed import removed_item
from dualtrack.project.timeline import Event, dated

_FINDINGS_HEADING = "Findings"


def product_tasks(project: Project, sprint: Sprint) -> list[Item]:
    """Its tasks of every track but research, without those that were given up."""
    tasks = (item for item in project.members(sprint) if item.kind == "task")
    return [task for task in tasks if task.track != "research" and task.phase != "dropped"]


def experiments(project: Project, sprint: Sprint) -> list[Experiment]:
    """Its experiments, without those that were given up."""
    return [item for item in project.members(sprint) if isinstance(item, Experiment) and item.phase != "dropped"]


def limits(project: Project, sprint: Sprint) -> tuple[int, int]:
    """How many product tasks and experiments a sprint takes on at most."""
    own, agreed = sprint.limits, project.conventions(sprint).sprint.limits
    tasks = agreed.product_tasks if own.product_tasks is None else own.product_tasks
    return tasks, agreed.experiments if own.experiments is None else own.experiments


def list_place(project: Project, sprint: Sprint, name: SprintList) -> Place:
    """The key of one of its lists, else its head."""
    key = project.document(sprint).key((*sprint.route, name))
    return Place(sprint.path, key.span) if key else project.place(sprint)


def entry_place(project: Project, sprint: Sprint, item: Item) -> Place:
    """The entry for one of its members, else its head."""
    if item.is_inline and item.path == sprint.path and item.route[: len(sprint.route)] == sprint.route:
        return project.place(item)
    named = (entry for entry in sprint.entries if canonical(entry.names) == canonical(item.id or item.key))
    routes = (entry.route[len(sprint.route) :] for entry in named)
    return project.place(sprint, *(route for entry in routes for route in ((*entry, "id"), entry)))


def has_preliminary_result(project: Project, experiment: Experiment) -> bool:
    """Whether something came of it so far: a finished run, own words on what was seen, an extension, or a decision."""
    if experiment.is_closed or experiment.decision or experiment.extensions or experiment.has_learnings:
        return True
    document = project.document(experiment)
    findings = document.body.heading(_FINDINGS_HEADING) if experiment.has_body else None
    if findings and has_own_words(document.text, findings.section):
        return True
    return any(run.finished for run in linked_runs(project, experiment).runs)


def scope_changes(project: Project, sprint: Sprint) -> tuple[tuple[Event, date], ...]:
    """From the day after a sprint's start, or after its file was added, to its end, what was `added` and `taken out`, with the
    day: entries of its lists, and items that name it; oldest first. What is there in both ways is out once out of both."""
    planned = planned_on(project, sprint)
    moves = _moves(project, sprint)[1] if planned else ()
    return tuple((event, day) for day, event in moves if planned and planned < day and (not sprint.end or day <= sprint.end))


def planned_on(project: Project, sprint: Sprint) -> date | None:
    """The day on which what is in a sprint is its plan: the first one, or that on which its file was added."""
    added = (day for event, day in dated(project, sprint) if event.kind in ("created", "known"))
    return max(sprint.start, next(added, sprint.start)) if sprint.start else None


def scope_on(project: Project, sprint: Sprint, days: Sequence[date]) -> list[frozenset[str]]:
    """The names of what was in a sprint at the end of each of the days, which are in order."""
    first, moves = _moves(project, sprint)
    held = set(first)
    scopes: list[frozenset[str]] = []
    at = 0
    for day in days:
        for _, event in moves[at : (at := bisect_right(moves, day, key=itemgetter(0)))]:
            held.symmetric_difference_update((canonical(event.after or event.before),))
        scopes.append(frozenset(held))
    return scopes


def held_between(project: Project, sprint: Sprint, first: date, last: date) -> frozenset[str]:
    """The names of what was in a sprint on one of the days."""
    events = (event for day, event in _moves(project, sprint)[1] if first < day <= last)
    return scope_on(project, sprint, [first])[0].union(canonical(event.after or event.before) for event in events)


@remembered
def _moves(project: Project, sprint: Sprint) -> tuple[frozenset[str], tuple[tuple[date, Event], ...]]:
    """The names of what was in a sprint at first, and what came into it and left it since, with the days."""
    of_lists = _listing(project, sprint)
    listed = {canonical(entry.names) for entry in sprint.entries}
    for _, event in reversed(of_lists):  # back to how it was planned
        listed.discard(canonical(event.after)) if event.after else listed.add(canonical(event.before))
    first, naming = frozenset(listed), set[str]()
    told: list[tuple[date, Event]] = []
    moves = ((day, event, listed) for day, event in of_lists)
    named = ((day, event, naming) for day, event in _naming(project, sprint))
    for day, event, held in sorted((*moves, *named), key=lambda move: (move[0], move[1].order)):
        name = canonical(event.after or event.before)
        was = name in listed | naming
        held.add(name) if event.kind == "added" else held.discard(name)
        if was != (name in listed | naming):
            told.append((day, event))
    return first, tuple(told)


def _listing(project: Project, sprint: Sprint) -> list[tuple[date, Event]]:
    """When items came into a sprint's lists and left them, by the ids that they have now: a new id is no change."""
    told = [(day, event) for event, day in dated(project, sprint) if event.kind in ("added", "taken out")]
    held = (
        project.find(name) for name in {*(each.names for each in sprint.entries), *(event.after for _, event in told)} if name
    )
    now = {former: ids[0] for item in held if item and (ids := ids_of(project, item)) for former in ids[1:]}
    named = [(day, replace(event, **{side: now.get(name, name)})) for day, event in told for side, name in [_named(event)]]
    moves = {(event.hash, event.kind, _named(event)[1]) for _, event in named}
    both = {(hash, name) for hash, kind, name in moves if kind == "added" and (hash, "taken out", name) in moves}
    return [(day, event) for day, event in named if (event.hash, _named(event)[1]) not in both]


def _named(event: Event) -> tuple[Literal["before", "after"], str]:
    """The canonical name of what came or left, and on which side of the event it stands."""
    return ("after", canonical(event.after)) if event.after else ("before", canonical(event.before))


def _naming(project: Project, sprint: Sprint) -> Iterator[tuple[date, Event]]:
    """When items came to name a sprint and ceased to, or were deleted, as the sprint sees it."""
    ids, by_sprint = sprint.names, project.facts.derive(_by_sprint)
    for name in dict.fromkeys(name for id in sorted(ids) for name in by_sprint.get(id, ())):
        item = project.find(name) or removed_item(project, name, sprint)
        for event, day in dated(project, item) if item else ():
            if event.kind == "known":  # it may have named the sprint long before
                break
            if event.kind == "sprint" and event.after in ids and event.before not in ids:
                yield day, replace(event, kind="added", before="", after=name)
            elif event.kind == "removed" or (event.kind == "sprint" and event.before in ids and event.after not in ids):
                yield day, replace(event, kind="taken out", before=name, after="")


def _by_sprint(facts: Facts) -> Mapping[str, Sequence[str]]:
    """By what was ever named as their sprint, the names of items, without those that stand in it."""
    found: dict[str, list[str]] = {}
    for name, past in facts[Pasts].by_id.items():
        states = (state for version in past.versions for state in (version.before, version.after) if state)
        for sprint in {state.sprint for state in states if state.sprint and not state.inline}:
            found.setdefault(sprint, []).append(name)
    return found


def open_sprints(project: Project, item: Item) -> list[Sprint]:
    """The sprints of an item's board that have not ended, in their order."""
    today, board = project.today(item), project.board(item)
    sprints = (each for key in project.index["sprint"][board.folder] if isinstance(each := project.items[key], Sprint))
    return sorted((each for each in sprints if not each.has_ended(today)), key=lambda each: (each.start or date.max, each.id))
