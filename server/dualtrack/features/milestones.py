"""What a board works towards: the sprint that goes on, and its model versions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dualtrack.features.actions import applicable
from dualtrack.model.item import Item
from dualtrack.model.model_version import STAGES, ModelVersion
from dualtrack.model.sprint import Sprint
from dualtrack.project.production import leading_to
from dualtrack.project.project import Project
from dualtrack.said import counted, joined, said

_PHASES = ("active", "waiting")


@dataclass(frozen=True)
class Milestone:
    """A sprint or a model version: `stands` says how far it is, `cards` are the keys of its items, those in progress first and
    closed ones last, `actions` the names of the requests that apply to it."""

    key: str
    label: str
    stands: str
    path: str
    line: int
    cards: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()


def sprints(project: Project, items: Iterable[Item]) -> list[Milestone]:
    """Of the items of a board the sprints that go on today; where none does, the next."""
    found = [item for item in items if isinstance(item, Sprint) and item.start and item.end]
    today = project.today(found[0]) if found else None
    if not today:
        return []
    running = [sprint for sprint in found if sprint.has_started(today) and not sprint.has_ended(today)]
    coming = sorted((sprint for sprint in found if not sprint.has_started(today)), key=lambda sprint: str(sprint.start))
    return [_sprint(project, sprint) for sprint in running or coming[:1]]


def models(project: Project, items: Iterable[Item]) -> list[Milestone]:
    """Of the items of a board the model versions that are not retired, the furthest first."""
    found = [item for item in items if isinstance(item, ModelVersion) and item.stage != "retired"]
    found.sort(key=lambda model: -STAGES.index(model.stage) if model.stage else 0)
    return [_model(project, model) for model in found]


def _sprint(project: Project, sprint: Sprint) -> Milestone:
    today, members = project.today(sprint), project.members(sprint)
    assert sprint.start and sprint.end
    if today < sprint.start:
        days = counted((sprint.start - today).days, "starts in {count} day", "starts in {count} days")
    else:
        days = counted((sprint.end - today).days, "{count} day left", "{count} days left")
    closed = sum(item.is_closed for item in members)
    return _milestone(project, sprint, joined(" · ", (days, said("{some} of {all} closed", closed, len(members)))), members)


def _model(project: Project, model: ModelVersion) -> Milestone:
    waits = said("deployed {day}", model.deployed) if model.deployed else said("due {day}", model.due) if model.due else ""
    stage = "" if model.deployed and model.stage == "deployed" else model.stage or said("no stage")
    stands = joined(" · ", filter(None, (stage, waits, model.change)))
    return _milestone(project, model, stands, leading_to(project, model))


def _milestone(project: Project, item: Item, stands: str, members: Sequence[Item]) -> Milestone:
    order = sorted(members, key=lambda each: _PHASES.index(each.phase) if each.phase in _PHASES else len(_PHASES))
    line = project.document(item).line_of(project.place(item).span.start)
    return Milestone(
        item.key, item.shown, stands, item.path, line, tuple(each.key for each in order), applicable(project, item)
    )
