"""What was tried and what came of it: every decided experiment, the last decision first."""

from dataclasses import dataclass

from dualtrack.features.board import Boards
from dualtrack.features.card import CardVerdict
from dualtrack.model.experiment import Decision, Experiment
from dualtrack.project.learnings import learnings
from dualtrack.project.project import Project


@dataclass(frozen=True)
class Decided:
    """A decided experiment: what was expected, what was measured against what was asked, and what was learned. `day` is empty
    where no day of its decision is stated."""

    key: str
    label: str
    day: str
    decision: Decision
    reasons: tuple[str, ...]
    hypothesis: str
    verdicts: tuple[CardVerdict, ...]
    learnings: str
    people: tuple[str, ...]
    path: str
    line: int


def decided(project: Project, boards: Boards) -> list[Decided]:
    """The decided experiments among the cards of these boards."""
    found: list[Decided] = []
    for key, card in boards.cards.items():
        item = project.items.get(key)
        if isinstance(item, Experiment) and item.decision and item.is_closed:
            said = (item.decision, item.reason, item.hypothesis, card.verdicts, learnings(project, item), item.assignee)
            found.append(Decided(key, card.label, str(item.closed or ""), *said, card.path, card.line))
    return sorted(found, key=lambda each: (each.day, each.label), reverse=True)
