"""Earlier experiments that are close to what somebody is about to try."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dualtrack.features.lenses import Lens
from dualtrack.model.experiment import DECISIONS, Decision, Experiment
from dualtrack.model.item import Item
from dualtrack.project.learnings import learnings, tried_in_vain
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.said import joined, said, through

MOST = 3


@dataclass(frozen=True)
class Prior:
    """A decided experiment, and the words that it shares with what was asked, as they were asked for."""

    item: Experiment
    words: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """The decision, and the reason where there is one."""
        decision = through(str.lower, DECISIONS[self.item.decision]) if self.item.decision else said("no decision")
        return joined(": ", (decision, ", ".join(self.item.reason))) if self.item.reason else decision

    @property
    def line(self) -> str:
        """The experiment and what came of it."""
        return joined("", (self.item.label, " (", self.outcome, ")"))


@dataclass(frozen=True)
class PriorFacts:
    """A decided experiment that is close to an idea, for programs; `words` are those that the two share."""

    id: str
    title: str
    path: str
    decision: Decision | None
    reason: list[str]
    learnings: str
    words: list[str]


def prior_facts(project: Project, prior: Prior) -> PriorFacts:
    """What is told of one."""
    item = prior.item
    told = (item.decision, list(item.reason), learnings(project, item))
    return PriorFacts(item.id or item.key, item.title, item.path, *told, list(prior.words))


FindPriors = Callable[[Project, str, str], Sequence[Prior]]
"""The experiments closest to a text, the closest first, given the project, the text, and the key of an item to leave out."""


def words_of(project: Project, item: Item) -> str | None:
    """The text that a decided experiment is found by; None for any other item."""
    if not isinstance(item, Experiment) or not item.decision:
        return None
    logged = {name for run in linked_runs(project, item).runs for name in (*run.metrics, *run.params)}
    stated = (*item.success_criteria, *item.baseline, *sorted(logged), *item.labels, *item.reason)
    learned = (learnings(project, item), tried_in_vain(project, item))
    return "\n".join((item.title, item.hypothesis, item.data, *learned, *stated))


def prior_lenses(project: Project, path: str, find: FindPriors) -> Iterator[Lens]:
    """Above the hypothesis of each open experiment in a file, what was decided of those that are closest to it."""
    for item in project.items_in(path):
        if isinstance(item, Experiment) and not item.is_closed and not item.decision:
            place = project.place(item, ("hypothesis",))
            for prior in find(project, f"{item.title}\n{item.hypothesis}", item.key):
                yield Lens(place.span, said("Tried before: {experiment}", prior.line), prior.item.key)
