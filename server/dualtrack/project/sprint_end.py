"""What a sprint held when it ended, and how that stood then: what is moved or opened again later changes nothing of it."""

from datetime import date
from typing import NamedTuple

from dualtrack.facts.pasts import Pasts
from dualtrack.model.conventions import Phase
from dualtrack.model.item import Item
from dualtrack.model.mention import canonical
from dualtrack.model.sprint import Sprint
from dualtrack.project.closings import closing_day
from dualtrack.project.course import CLOSED
from dualtrack.project.identity import ids_of, renamed
from dualtrack.project.project import Project
from dualtrack.project.remembered import remembered
from dualtrack.project.removed import removed_item
from dualtrack.project.sprint_work import held_between, scope_on
from dualtrack.project.timeline import dated_states, phase_in, status_in


class Stood(NamedTuple):
    """How an item stood; a status that is not known is empty."""

    status: str
    phase: Phase | None

    @property
    def is_closed(self) -> bool:
        """Whether it was done or given up."""
        return self.phase in CLOSED


@remembered
def held_at_end(project: Project, sprint: Sprint) -> tuple[Item, ...]:
    """The tasks and experiments of a sprint; of one that has ended those that were in it when its last day ended."""
    present = project.members(sprint)
    if not sprint.end or not sprint.has_ended(project.today(sprint)) or not project.facts[Pasts].in_repository:
        return present
    names = scope_on(project, sprint, [sprint.end])[0]
    later = held_between(project, sprint, sprint.end, project.today(sprint)) - names
    left = [item for item in present if later.isdisjoint(canonical(id) for id in ids_of(project, item) or (item.key,))]
    gone = sorted((item for name in names if (item := project.find(name))), key=lambda item: item.key)
    found = {item.key: item for item in (*left, *gone) if item.kind in ("task", "experiment")}
    return tuple(found.values())


@remembered
def removed_at_end(project: Project, sprint: Sprint) -> tuple[Item, ...]:
    """The tasks and experiments, as git tells of them, that were in a sprint when its last day ended, were not given up by
    then, and were deleted since."""
    gone = (removed_item(project, name, sprint) for name in sorted(_missing_at_end(project, sprint)))
    there = (item for item in gone if item and sprint.end and not _is_deleted(project, item, sprint.end))
    return tuple(item for item in there if stood_at_end(project, sprint, item).phase != "dropped")


def unknown_at_end(project: Project, sprint: Sprint) -> tuple[str, ...]:
    """What a sprint held by name when its last day ended, of which neither the board nor git knows anything."""
    return tuple(name for name in sorted(_missing_at_end(project, sprint)) if not removed_item(project, name, sprint))


def _missing_at_end(project: Project, sprint: Sprint) -> frozenset[str]:
    """The names of what a sprint held when its last day ended that no item has or had."""
    if not sprint.end or not sprint.has_ended(project.today(sprint)) or not project.facts[Pasts].in_repository:
        return frozenset()
    names = scope_on(project, sprint, [sprint.end])[0]
    return frozenset(name for name in names if not project.find(name) and not renamed(project, name))


def _is_deleted(project: Project, item: Item, day: date) -> bool:
    """Whether the file of an item was gone at the end of a day."""
    states = [state for since, state in dated_states(project, item) if since <= day]
    return bool(states) and states[-1] is None


def stood_at_end(project: Project, sprint: Sprint, item: Item) -> Stood:
    """How an item stands; of a sprint that has ended how it stood then: by the day that its file states, else by git. What is
    closed, and nobody knows since when, was so by then."""
    now = Stood(item.status, item.phase)
    if not sprint.end or not sprint.has_ended(project.today(sprint)):
        return now
    closed_on = closing_day(project, item)
    if item.is_closed and (not closed_on or closed_on <= sprint.end):
        return now
    states = dated_states(project, item)
    then = next((state for day, state in reversed(states) if day <= sprint.end), None)
    if not then:
        return Stood("", None if item.is_closed else item.phase)
    phase = phase_in(project, item, then)
    since = (phase_in(project, item, state) for day, state in states if state and day > sprint.end)
    if phase in CLOSED and item.is_closed and all(each in CLOSED for each in since):
        return Stood("", None)  # its file states a later day than its commit
    return Stood(status_in(project, item, then), phase)


def done_by_end(project: Project, sprint: Sprint, item: Item) -> bool:
    """Whether an item is closed; of a sprint that has ended whether it was so by then."""
    return stood_at_end(project, sprint, item).is_closed
