"""One item on the board, as fields for whoever draws, filters or exports it."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from dualtrack.features.actions import applicable
from dualtrack.features.card_names import model_of, sprints_of
from dualtrack.model.conventions import Phase
from dualtrack.model.experiment import DECISIONS, Decision, Experiment
from dualtrack.model.item import Item
from dualtrack.model.timeboxed import Timeboxed
from dualtrack.model.verdict import Verdict
from dualtrack.project import evidence
from dualtrack.project.branches import only_on_default_branch, states_elsewhere
from dualtrack.project.linked_runs import candidates, linked_runs, status_of
from dualtrack.project.project import Project
from dualtrack.project.proofs.standing import proven_lines
from dualtrack.said import counted, joined, said

NO_DECISION = said("no decision")
_log = logging.getLogger(__name__)

CardKind: TypeAlias = Literal["experiment", "spike", "task", "data"]
State: TypeAlias = Literal["waiting", "active", "decide", "overdue", "blocked", "done", "dropped"]
"""Which icon and colour a card gets: `decide` needs a decision now, `overdue` has an expired timebox or a passed due date."""


@dataclass(frozen=True, slots=True)
class CardTimebox:
    """Days used of all days, and days since it ended; `standing` says it in two words: `3 days left`."""

    used: int
    total: int
    over: int
    standing: str


@dataclass(frozen=True, slots=True)
class CardVerdict:
    """What a run reached (`val_f1 0.731`) against a success criterion as it is written."""

    criterion: str
    measured: str
    verdict: Verdict
    stands: str


@dataclass(frozen=True, slots=True)
class CardBlocker:
    """What keeps an item from going on."""

    kind: str
    since: str
    reason: str

    @property
    def text(self) -> str:
        """`blocked: data`, or the reason where the kind is not stated."""
        return said("blocked: {reason}", self.kind or self.reason or said("no reason given"))


@dataclass(frozen=True, slots=True)
class CardOnBranch:
    """Another status that the item has on another branch."""

    branch: str
    status: str


class Card(NamedTuple):  # of which ten thousand are made: it takes a fifth of the time of a data class
    """One item on the board. `key` is its name for every command, `path` its file, `line` 0-based; `actions` are the names of
    the requests that apply to it. A day is written as `2026-11-02`; what is not stated is empty."""

    key: str
    id: str
    title: str
    kind: CardKind
    state: State
    path: str
    line: int = 0
    actions: tuple[str, ...] = ()
    track: str = ""
    status: str = ""
    phase: Phase | None = None
    type: str = ""
    """Its type, else its kind."""
    roles: tuple[str, ...] = ()
    """The role that it asks for, and those of the members of the team whom it is assigned to."""
    people: tuple[str, ...] = ()
    sprints: tuple[str, ...] = ()
    """The sprint that it names, and those in whose lists it stands."""
    model: str = ""
    labels: tuple[str, ...] = ()
    priority: str = ""
    points: str = ""
    due: str = ""
    timebox: CardTimebox | None = None
    needs_decision: bool = False
    """Its time is up, it is in the last status before a decision, or it was closed without one."""
    decision: Decision | None = None
    verdicts: tuple[CardVerdict, ...] = ()
    """Of the success criteria that a run has measured."""
    dod_closed: int = 0
    dod_total: int = 0
    dod_proven: int = 0
    """Of the lines that are closed those that evidence shows; counted for what proofs are asked of."""
    blocked: CardBlocker | None = None
    other_branches: tuple[CardOnBranch, ...] = ()
    running: int = 0
    """Runs of it that go on."""
    candidates: int = 0
    """Runs that may belong to it."""
    only_on: str = ""
    """The branch of an item that is not here; of it no more is known than where it stands."""

    @property
    def label(self) -> str:
        """Id and title on one line."""
        return f"{self.id} {self.title}".strip()

    @property
    def details(self) -> str:
        """What stands beside the label: the most telling fields, few enough for a narrow sidebar."""
        if self.only_on:
            return said("only on {branch}", self.only_on)
        is_closed, is_active = self.phase in ("done", "dropped"), self.phase == "active"
        parts = [*self.standings_elsewhere[:1]]
        if self.blocked and not is_closed:
            parts.append(self.blocked.text)
        if self.timebox and is_active:
            parts.append(self.timebox.standing)
        if self.kind in ("experiment", "spike"):
            if is_closed:
                parts.append(self.outcome)
            parts += [joined(" ", (each.measured, each.stands)) for each in self.verdicts]
            if self.running:
                parts.append(self.runs_in_progress)
            if self.candidates and not is_closed:
                parts.append(self.more_runs)
        if is_active and self.dod_total:
            parts.append(self.checklist)
        if self.due and not is_closed:
            parts.append(said("due {day}", self.due))
        if self.people and not is_closed:
            parts.append(", ".join(self.people))
        return joined(" · ", parts)

    @property
    def standings_elsewhere(self) -> list[str]:
        return [said("{status} on {branch}", each.status, each.branch) for each in self.other_branches]

    @property
    def outcome(self) -> str:
        """What came of a closed experiment."""
        return DECISIONS[self.decision] if self.decision else NO_DECISION

    @property
    def runs_in_progress(self) -> str:
        return counted(self.running, "{count} run in progress", "{count} runs in progress")

    @property
    def more_runs(self) -> str:
        return counted(self.candidates, "{count} run may belong here", "{count} runs may belong here")

    @property
    def checklist(self) -> str:
        """How many lines of the Definition of Done are closed: `DoD 3/5, 2 proven`."""
        done = f"{self.dod_closed}/{self.dod_total}"
        return said("DoD {done}, {proven} proven", done, self.dod_proven) if self.dod_proven else said("DoD {done}", done)


def card(project: Project, item: Item) -> Card:
    """The card of a task or an experiment."""
    try:
        return _card(project, item)
    except Exception:  # a defect of ours must not take the other cards with it
        _log.exception("%s could not be drawn", item.path)
        return Card(item.key, item.id, _title(item), _kind(item), "waiting", item.path)


def cards_elsewhere(project: Project) -> Iterator[tuple[str, Card]]:
    """The cards of what only the default branch holds, each with the folder of its board."""
    for each in only_on_default_branch(project):
        if board := project.board_of(each.path):
            track = board.conventions.track(each.track)
            status = track.find(each.status)
            phase = track.phase(status) if status else None
            kind = "experiment" if each.kind == "experiment" else "data" if each.track == "data" else "task"
            title = each.title if each.title != each.id else ""
            card = Card(f"{each.branch}:{each.path}", each.id, title, kind, phase or "waiting", each.path, only_on=each.branch)
            name = status.name if status else each.status
            yield board.folder, card._replace(track=each.track, status=name, phase=phase, type=each.kind)


def _card(project: Project, item: Item) -> Card:
    waits = _needs_decision(project, item)
    experiment = item if isinstance(item, Experiment) else None
    document, blocked = project.document(item), item.blocked
    return Card(
        item.key,
        item.id,
        _title(item),
        _kind(item),
        _state(project, item, waits),
        item.path,
        document.line_of(document.head_of(item.route).start),
        applicable(project, item),
        track=item.track,
        status=item.status,
        phase=item.phase,
        type=item.type or item.kind,
        roles=_roles(project, item),
        people=item.assignee,
        sprints=sprints_of(project, item),
        model=model_of(project, item),
        labels=item.labels,
        priority=item.priority,
        points=item.points,
        due=str(item.due or ""),
        timebox=_timebox(project, item) if isinstance(item, Timeboxed) else None,
        needs_decision=waits,
        decision=experiment and experiment.decision,
        verdicts=_verdicts(project, experiment) if experiment else (),
        dod_closed=[line.closed for line in item.dod].count(True),
        dod_total=len(item.dod),
        dod_proven=proven_lines(project, item) if item.dod else 0,
        blocked=CardBlocker(blocked.kind, str(blocked.since or ""), blocked.reason) if blocked else None,
        running=_running(project, experiment) if experiment else 0,
        candidates=len(candidates(project, experiment)) if experiment else 0,
        other_branches=tuple([CardOnBranch(each.branch, each.status) for each in states_elsewhere(project, item)]),
    )


def _title(item: Item) -> str:
    return " ".join(item.title.split()) if item.title != item.id else ""


def _kind(item: Item) -> CardKind:
    if isinstance(item, Experiment):
        return "spike" if item.type == "spike" else "experiment"
    return "data" if item.track == "data" else "task"


def _needs_decision(project: Project, item: Item) -> bool:
    """Whether an experiment waits for a decision: its time is up, it is in the last status before one, or it was closed
    without one."""
    if not isinstance(item, Experiment) or item.is_closed:
        return isinstance(item, Experiment) and item.phase == "done" and not item.decision
    statuses = project.conventions(item).track(item.track).statuses
    is_last = len(statuses) > 2 and statuses[-1].name == item.status
    return item.is_active and (is_last or item.timebox_expired(project.today(item)))


def _state(project: Project, item: Item, needs_decision: bool) -> State:
    if item.is_closed and not needs_decision:
        return "dropped" if item.phase == "dropped" else "done"
    if item.blocked and not item.is_closed:
        return "blocked"
    today = project.today(item)
    late = (item.due and item.due < today) or (isinstance(item, Timeboxed) and item.timebox_expired(today))
    if late and not item.is_closed:
        return "overdue"
    return "decide" if needs_decision else "active" if item.is_active else "waiting"


def _roles(project: Project, item: Item) -> tuple[str, ...]:
    team = project.conventions(item)
    if not team.members or not item.assignee:
        return (item.role,) if item.role else ()
    handles = (team.handles.get(person.strip().casefold()) for person in item.assignee)
    roles = (item.role, *(team.members[handle].role for handle in handles if handle))
    return tuple(dict.fromkeys(filter(None, roles)))


def _timebox(project: Project, item: Timeboxed) -> CardTimebox | None:
    if not (timebox := item.timebox):
        return None
    day = item.closed if item.is_closed and item.closed else project.today(item)
    return CardTimebox(timebox.used(day), timebox.total, timebox.overrun(day), timebox.standing(day))


def _running(project: Project, item: Experiment) -> int:
    runs = linked_runs(project, item).runs if item.is_active else ()
    return sum(status_of(project, item, run) == "running" for run in runs)


def _verdicts(project: Project, item: Experiment) -> tuple[CardVerdict, ...]:
    judged = evidence.measured(project, item)
    return tuple([CardVerdict(each.criterion.text, each.measured, each.verdict, each.stands) for each in judged])
