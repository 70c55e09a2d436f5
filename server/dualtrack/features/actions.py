"""What can be done to a card: moves, decisions, an extension of its timebox."""

from dataclasses import dataclass, field
from typing import Any

from dualtrack.changes.extend_timebox import usual_extension
from dualtrack.changes.start_work import branch_for
from dualtrack.facts.history import History
from dualtrack.model.experiment import DECISIONS, LONGEST_TIMEBOX, Experiment
from dualtrack.model.item import Item
from dualtrack.project import evidence
from dualtrack.project.project import Project

MOVE = "dualtrack.item.move"
DECIDE = "dualtrack.item.decide"
EXTEND = "dualtrack.item.extend"
START = "dualtrack.item.start"


@dataclass(frozen=True)
class Ask:
    """A line of text to ask for before a choice is run; the answer goes into `arguments[argument]`.

    `pattern` is a regular expression that a valid answer matches, `invalid` what to say of another.
    """

    argument: str
    prompt: str
    value: str
    pattern: str
    invalid: str


@dataclass(frozen=True)
class Choice:
    """One thing that can be done: run `command` with `arguments`, after a further choice of `then` or what `asks` asks for.

    `status` is set where the choice moves the card to that column. An empty `command` means: choose one of `then`.
    """

    label: str
    description: str = ""
    status: str = ""
    command: str = ""
    arguments: dict[str, Any] = field(default_factory=dict[str, Any])
    then: list["Choice"] = field(default_factory=list["Choice"])
    asks: list[Ask] = field(default_factory=list[Ask])


@dataclass(frozen=True)
class CardActions:
    """What can be done to one card now: `start` work on it, `moves` in the order of the track's statuses, `decisions`,
    `extend`."""

    title: str
    start: list[Choice]
    moves: list[Choice]
    decisions: list[Choice]
    extend: list[Choice]


def actions(project: Project, key: str, arguments: dict[str, Any]) -> CardActions | None:
    """The actions of a card; None if it is gone. Every command has the given arguments, and key and title, so that a stale
    one is refused."""
    item = project.items.get(key)
    if not item:
        return None
    named = {**arguments, "key": key, "title": item.title}
    decisions: list[Choice] = []
    extend: list[Choice] = []
    if isinstance(item, Experiment):
        decisions = [Choice(title, command=DECIDE, arguments={**named, "decision": name}) for name, title in DECISIONS.items()]
        if item.timebox and not item.is_closed:
            extend = [_extension(item, named)]
    track = project.conventions(item).track(item.track)
    moves: list[Choice] = []
    for status in track.all:
        if status.name == item.status:
            continue
        ends = track.phase(status) in ("done", "dropped")
        if ends and isinstance(item, Experiment) and not item.decision:
            moves.append(Choice(status.name, "asks for the decision", status.name, then=decisions))
        else:
            moves.append(Choice(status.name, status=status.name, command=MOVE, arguments={**named, "status": status.name}))
    return CardActions(item.label, _start(project, item, named), moves, decisions, extend)


def _start(project: Project, item: Item, named: dict[str, Any]) -> list[Choice]:
    """Offered where git is known and the item has neither ended nor a branch of its own."""
    if not item.id or item.is_closed or not project.facts[History].trunk or evidence.branches(project, item):
        return []
    branch = branch_for(item)
    ask = Ask("branch", "The branch to work on", branch, r"^[^\s~^:?*\[\\-][^\s~^:?*\[\\]*$", "no name for a branch")
    return [Choice("Start work", command=START, arguments={**named, "branch": branch}, asks=[ask])]


def _extension(item: Experiment, named: dict[str, Any]) -> Choice:
    days = usual_extension(item)
    return Choice(
        "Extend the timebox",
        command=EXTEND,
        arguments={**named, "days": str(days), "reason": ""},
        asks=[
            Ask("days", "Days to add", str(days), r"^[1-9]\d{0,3}$", f"a number of days from 1 to {LONGEST_TIMEBOX}"),
            Ask("reason", "Why it takes longer (it is recorded with the extension)", "", r"\S", "a reason is needed"),
        ],
    )
