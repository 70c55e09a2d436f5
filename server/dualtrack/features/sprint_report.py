"""A sprint on one page: what it is for, what is in it and how far that is, what came in between, and what is left to settle."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from dualtrack.facts.runs import Runs
from dualtrack.features.burndown import Burndown, burndowns
from dualtrack.features.unknown import past_unknown
from dualtrack.model.experiment import Experiment
from dualtrack.model.mention import is_id
from dualtrack.model.sprint import Sprint
from dualtrack.project.closings import closing_day
from dualtrack.project.project import Project
from dualtrack.project.removed import removed_item
from dualtrack.project.sprint_end import held_at_end, removed_at_end, stood_at_end
from dualtrack.project.sprint_work import has_preliminary_result, limits, scope_changes
from dualtrack.project.timeline import Event


@dataclass(frozen=True)
class Capacity:
    """How many product tasks and experiments a sprint has taken on, and may."""

    product_tasks: int
    most_product_tasks: int
    experiments: int
    most_experiments: int


@dataclass(frozen=True)
class ScopeChange:
    """What came into a sprint or left it after its start. `day` is today, and `commit` empty, where it is not committed."""

    day: str
    change: Literal["added", "taken out"]
    key: str
    label: str
    kind: str
    commit: str
    author: str
    subject: str


@dataclass(frozen=True)
class MidSprint:
    """How many of the experiments have a preliminary result, and how many should once half of the sprint, on `day`, has passed;
    `with_result` is None where the runs are not known."""

    day: str
    passed: bool
    with_result: int | None
    of: int
    asked: float
    without: tuple[str, ...]


@dataclass(frozen=True)
class ReviewAnswer:
    """What the review or the retrospective asks for, and the item that was named; empty where it is open still."""

    asked: Literal["feature", "experiment", "improvement"]
    key: str
    label: str
    status: str

    @property
    def in_words(self) -> bool:
        """Whether it says what is to become better, and names no task yet."""
        return self.asked == "improvement" and not self.key and bool(self.label) and not is_id(self.label)


@dataclass(frozen=True)
class CarriedOver:
    """What was not closed when a sprint ended: its status then, empty where it is not known, its status now with the day on
    which it was closed, and the later sprints that it is in."""

    key: str
    label: str
    status_at_end: str
    status: str
    closed: str
    to: tuple[str, ...]


@dataclass(frozen=True)
class SprintReport:
    """A sprint. `tasks` and `experiments` are keys of cards, `removed` are the labels of what was in it when it ended and was
    deleted since, `closed` is how many of all these are closed: of a sprint that has ended those that were in it then, and were
    closed then. `carried_over` is what was open when it ended, `brought` what was open when the one before it did. `unknown`
    says why not everything of its past is told."""

    key: str
    label: str
    goal: str
    start: str
    end: str
    state: Literal["undated", "planned", "running", "ended"]
    days: int | None
    days_left: int | None
    capacity: Capacity
    tasks: tuple[str, ...]
    experiments: tuple[str, ...]
    removed: tuple[str, ...]
    closed: int
    production: Burndown | None
    research: Burndown | None
    scope_changes: tuple[ScopeChange, ...]
    mid_sprint: MidSprint | None
    review: tuple[ReviewAnswer, ...]
    retro: ReviewAnswer
    carried_over: tuple[CarriedOver, ...]
    brought: tuple[CarriedOver, ...]
    unknown: tuple[str, ...]

    @property
    def held(self) -> int:
        """How many tasks and experiments are in it, or were when it ended."""
        return len(self.tasks) + len(self.experiments) + len(self.removed)


def sprint_report(project: Project, sprint: Sprint) -> SprintReport:
    """The report of a sprint, as of today."""
    today = project.today(sprint)
    members = held_at_end(project, sprint)
    stood = {item.key: stood_at_end(project, sprint, item) for item in members}
    gone = removed_at_end(project, sprint)
    kept = [item for item in members if stood[item.key].phase != "dropped"]
    tasks = [item for item in kept if item.kind == "task" and item.track != "research"]
    trials = [item for item in kept if isinstance(item, Experiment)]
    most = limits(project, sprint)
    production, research = burndowns(project, sprint)
    before = _before(project, sprint)
    label = sprint.id if sprint.title in ("", sprint.id) else sprint.label
    return SprintReport(
        sprint.key,
        label,
        sprint.goal,
        str(sprint.start or ""),
        str(sprint.end or ""),
        state_of(sprint, today),
        (sprint.end - sprint.start).days + 1 if sprint.start and sprint.end else None,
        max(0, (sprint.end - max(today, sprint.start or today)).days) if sprint.end else None,
        Capacity(len(tasks), most[0], len(trials), most[1]),
        tuple(item.key for item in members if item.kind == "task"),
        tuple(item.key for item in members if item.kind == "experiment"),
        tuple(item.label for item in gone),
        sum(each.is_closed for each in (*stood.values(), *(stood_at_end(project, sprint, item) for item in gone))),
        production,
        research,
        tuple(_change(project, sprint, *each) for each in scope_changes(project, sprint)),
        _mid_sprint(project, sprint, trials, today),
        (_answer(project, "feature", sprint.review.feature), _answer(project, "experiment", sprint.review.experiment)),
        _answer(project, "improvement", sprint.retro.improvement),
        tuple(_carried_over(project, sprint)),
        tuple(_carried_over(project, before)) if before else (),
        tuple(past_unknown(project)),
    )


def all_sprints(project: Project) -> list[Sprint]:
    """The sprints in the order in which they begin."""
    found = (item for item in project.items.values() if isinstance(item, Sprint))
    return sorted(found, key=lambda each: (each.start or date.max, each.id, each.key))


def shown_sprints(project: Project) -> list[Sprint]:
    """The sprints that go on today; where none does the last that has ended, else the next, else the first there is."""
    found = all_sprints(project)
    by_state = {
        state: [each for each in found if state_of(each, project.today(each)) == state]
        for state in ("running", "ended", "planned")
    }
    return by_state["running"] or by_state["ended"][-1:] or by_state["planned"][:1] or found[:1]


def state_of(sprint: Sprint, today: date) -> Literal["undated", "planned", "running", "ended"]:
    """How a sprint stands to a day."""
    if sprint.has_ended(today):
        return "ended"
    if sprint.start is None:
        return "undated"
    return "running" if sprint.has_started(today) else "planned"


def _change(project: Project, sprint: Sprint, event: Event, day: date) -> ScopeChange:
    name = event.after or event.before
    item = project.find(name) or removed_item(project, name, sprint)
    change: Literal["added", "taken out"] = "added" if event.after else "taken out"
    said = (item.key, item.label, item.kind) if item else (name, name, "")
    return ScopeChange(str(day), change, *said, event.hash, event.author, event.subject)


def _mid_sprint(project: Project, sprint: Sprint, held: list[Experiment], today: date) -> MidSprint | None:
    if not sprint.middle or not held:
        return None
    asked = project.conventions(sprint).sprint.preliminary_results
    without = tuple(each.shown for each in held if not has_preliminary_result(project, each))
    known = None if project.facts.unknown(Runs) and without else len(held) - len(without)
    return MidSprint(str(sprint.middle), today > sprint.middle, known, len(held), asked, without if known is not None else ())


def _answer(project: Project, asked: Literal["feature", "experiment", "improvement"], name: str) -> ReviewAnswer:
    item = project.find(name) if name else None
    return ReviewAnswer(asked, item.key, item.label, item.status) if item else ReviewAnswer(asked, "", name, "")


def _before(project: Project, sprint: Sprint) -> Sprint | None:
    """The last sprint of the same board that ended before this one began."""
    board = project.board(sprint)
    others = (each for each in project.items.values() if isinstance(each, Sprint) and project.board(each) is board)
    ended = [each for each in others if sprint.start and each.end and each.end <= sprint.start and each.key != sprint.key]
    return max(ended, key=lambda each: (each.end or date.min, each.id), default=None)


def _carried_over(project: Project, sprint: Sprint) -> Iterator[CarriedOver]:
    """What was in a sprint on its last day and not closed then; where the past is not known, what is open still."""
    if not sprint.end or not sprint.has_ended(project.today(sprint)):
        return
    for item in sorted(held_at_end(project, sprint), key=lambda item: item.key):
        stood = stood_at_end(project, sprint, item)
        if not stood.is_closed:
            later = (each for each in project.referrers(item) if isinstance(each, Sprint))
            named = (*later, project.sprint(item.sprint) if item.sprint else None)
            to = {
                each.id for each in named if isinstance(each, Sprint) and each.start and each.start >= sprint.end - timedelta(1)
            }
            closed = str(closing_day(project, item) or "")
            yield CarriedOver(item.key, item.label, stood.status, item.status, closed, tuple(sorted(to - {sprint.id})))
