"""What can be started now, with what its work has to show; and what cannot, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dualtrack.features.board import Boards
from dualtrack.features.prior import FindPriors
from dualtrack.model.experiment import Experiment
from dualtrack.model.item import Item
from dualtrack.model.numbers import number
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.project.project import Project
from dualtrack.project.readiness import in_order, obstacles
from dualtrack.project.required_items import agreed_items


@dataclass(frozen=True)
class Ready:
    """A waiting item that nothing is in the way of: what counts as success, when to stop, what is to be shown, and which
    decided experiments are close to it. `timebox_days` is 0 where it has none."""

    id: str
    title: str
    kind: str
    path: str
    assignee: tuple[str, ...]
    hypothesis: str = ""
    success_criteria: tuple[str, ...] = ()
    stop_criteria: tuple[str, ...] = ()
    baseline: Mapping[str, str] = field(default_factory=dict[str, str])
    data: str = ""
    timebox_days: int = 0
    definition_of_done: tuple[str, ...] = ()
    tried_before: tuple[str, ...] = ()


@dataclass(frozen=True)
class NotReady:
    """A waiting item with what is in its way: `has no timebox`, `waits for DATA-8 (in-progress)`."""

    id: str
    title: str
    path: str
    obstacles: tuple[str, ...]


@dataclass(frozen=True)
class Readiness:
    """The waiting items in the order of their priority."""

    ready: list[Ready]
    not_ready: list[NotReady]


def ready(project: Project, boards: Boards, find: FindPriors | None = None) -> Readiness:
    """The waiting cards of these boards: those that can be started and those that cannot."""
    keys = (key for key, card in boards.cards.items() if card.phase == "waiting" and not card.only_on)
    can: list[Ready] = []
    cannot: list[NotReady] = []
    for item in in_order(map(project.items.__getitem__, keys)):
        if found := tuple(obstacles(project, item)):
            cannot.append(NotReady(item.id or item.key, boards.cards[item.key].title, item.path, found))
        else:
            can.append(_ready(project, item, boards.cards[item.key].title, find))
    return Readiness(can, cannot)


def _ready(project: Project, item: Item, title: str, find: FindPriors | None) -> Ready:
    texts = project.conventions(item).definition_of_done.texts
    lines = tuple(line.shown for line in item.dod) or tuple(texts[name] for name in agreed_items(project, item))
    told = Ready(item.id or item.key, title, item.kind, item.path, item.assignee, definition_of_done=lines)
    if isinstance(item, Timeboxed) and item.timebox:
        told = replace(told, timebox_days=item.timebox.total)
    if not isinstance(item, Experiment):
        return told
    tried = find(project, f"{item.title}\n{item.hypothesis}", item.key) if find else ()
    return replace(
        told,
        hypothesis=item.hypothesis,
        success_criteria=item.success_criteria,
        stop_criteria=item.stop_criteria,
        baseline={name: number(value) for name, value in item.baseline.items()},
        data=item.data,
        tried_before=tuple(prior.line for prior in tried),
    )
