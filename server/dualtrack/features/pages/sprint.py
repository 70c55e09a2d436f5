"""The page Sprint: what goes on now, or the sprints that the filter names."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dualtrack.features.board import Boards
from dualtrack.features.card import State
from dualtrack.features.page import Parts, Shown
from dualtrack.features.sprint_report import SprintReport, shown_sprints, sprint_report
from dualtrack.model.sprint import Sprint
from dualtrack.model.words import folded


@dataclass(frozen=True)
class WorkRow:
    """One task or experiment on a line of its own."""

    key: str
    label: str
    status: str
    state: State | Literal[""]
    details: str


@dataclass(frozen=True)
class SprintPart:
    """A sprint with its work; the sprints stand in the `order` of these texts."""

    report: SprintReport
    tasks: tuple[WorkRow, ...]
    experiments: tuple[WorkRow, ...]
    order: str
    part: Literal["sprint"] = "sprint"


def sprint(shown: Shown) -> Parts:
    """A part for each sprint."""
    asked = {folded(word) for word in shown.filters.get("sprint", ())}
    every = (item for item in shown.project.items.values() if isinstance(item, Sprint))
    found = [each for each in every if folded(each.id) in asked] if asked else shown_sprints(shown.project)
    for each in found:
        report = sprint_report(shown.project, each)
        tasks, experiments = rows(shown.whole, report.tasks), rows(shown.whole, report.experiments)
        yield each.key, SprintPart(report, tasks, experiments, f"{report.start} {report.label}")


def rows(boards: Boards, keys: Iterable[str]) -> tuple[WorkRow, ...]:
    """The cards of these keys on a line each."""
    cards = (boards.cards[key] for key in keys if key in boards.cards)
    return tuple(WorkRow(card.key, card.label, card.status, card.state, card.details) for card in cards)
