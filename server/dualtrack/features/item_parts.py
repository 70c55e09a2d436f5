"""The parts of an item beside the page that the tab shows."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from dualtrack.features.card import State as CardState
from dualtrack.features.card_head import HeadLine
from dualtrack.features.checklist import line_named
from dualtrack.features.metric_history import MetricHistory
from dualtrack.features.pages.now import Offered
from dualtrack.features.work_rows import Tone, WorkRow
from dualtrack.findings import Finding, Severity
from dualtrack.model.item import Item
from dualtrack.model.verdict import Verdict
from dualtrack.project.proofs.standing import State
from dualtrack.said import said


@dataclass(frozen=True)
class HeadPart:
    """What every item has: its name, the first lines of its card, what is to be done next, what can be done first, and what is
    not known of it. `kind` is its type, else its kind; `state` is empty for what has no card."""

    id: str
    title: str
    kind: str
    state: CardState | Literal[""]
    path: str
    lines: tuple[HeadLine, ...]
    next: str
    offered: tuple[Offered, ...] = ()
    unknown: tuple[str, ...] = ()
    part: Literal["head"] = "head"


class AboutText(NamedTuple):
    """What it is for, or what came of it, under a title."""

    title: str
    text: str


@dataclass(frozen=True)
class AboutPart:
    """What it is for, and what came of it."""

    texts: tuple[AboutText, ...]
    part: Literal["about"] = "about"


class FindingShown(NamedTuple):
    """What is found in an item, and the titles of its fixes; `line` is that of the Definition of Done which it is about."""

    message: str
    code: str
    severity: Severity
    fixes: tuple[str, ...]
    line: str = ""


def finding_shown(item: Item, finding: Finding) -> FindingShown:
    """A finding as it is shown of its item."""
    fixes = tuple(fix.title for fix in finding.fixes)
    return FindingShown(finding.message, finding.code, finding.severity, fixes, line_named(item, finding))


@dataclass(frozen=True)
class FindingsPart:
    """What is found in the item."""

    findings: tuple[FindingShown, ...]
    part: Literal["findings"] = "findings"


class CriterionShown(NamedTuple):
    """How a criterion stands: `met once`, and in `summary` `0.731 ≥ 0.72` and why. A stop criterion that is met is bad."""

    criterion: str
    verdict: str
    tone: Tone
    summary: str


@dataclass(frozen=True)
class CriteriaPart:
    """The criteria of an experiment."""

    criteria: tuple[CriterionShown, ...]
    part: Literal["criteria"] = "criteria"


@dataclass(frozen=True)
class HistoryPart:
    """What the runs reached, one after the other."""

    history: MetricHistory
    part: Literal["history"] = "history"


class LineShown(NamedTuple):
    """A line of the Definition of Done: its box, which reads `ticked` and shows a `mark`, and in `reason` why it stands so and
    what shows it."""

    text: str
    state: State
    box: str
    mark: Literal["", "✓", "–"]
    reason: str


@dataclass(frozen=True)
class DonePart:
    """The Definition of Done, and how many of its lines are closed."""

    lines: tuple[LineShown, ...]
    closed: int
    part: Literal["done"] = "done"


class RunShown(NamedTuple):
    """A row of the table, with a text for each of its metrics and params. `stands` says how all success criteria together stand
    by it, or its status where it has not finished; it is empty, and `verdict` None, for a run that they are not judged by.
    `repeats` are the runs that its values are the median of."""

    name: str
    stands: str
    metrics: tuple[str, ...]
    params: tuple[str, ...]
    commit: str
    repeats: int
    why: str
    verdict: Verdict | None


@dataclass(frozen=True)
class RunsPart:
    """The runs, the best first; `more` are not shown, and `candidates` may belong to the item too."""

    metrics: tuple[str, ...]
    params: tuple[str, ...]
    runs: tuple[RunShown, ...]
    more: int = 0
    candidates: int = 0
    part: Literal["runs"] = "runs"


@dataclass(frozen=True)
class WorkPart:
    """Items under a heading, each to be shown in its turn."""

    heading: str
    rows: tuple[WorkRow, ...]
    part: Literal["work"] = "work"


class CommitShown(NamedTuple):
    """A commit, by the first characters of its hash."""

    hash: str
    subject: str
    author: str
    day: str


class StepShown(NamedTuple):
    """A step of the journey with its first files, tags and commits; `more` says what is not shown."""

    name: str
    amount: str
    files: tuple[str, ...]
    tags: tuple[str, ...]
    commits: tuple[CommitShown, ...]
    more: str


@dataclass(frozen=True)
class JourneyPart:
    """The way from notebook to monitoring; `nothing` says why there is no step."""

    steps: tuple[StepShown, ...]
    nothing: str = ""
    part: Literal["journey"] = "journey"


class EventShown(NamedTuple):
    """One thing that happened; the day is empty for what is not committed."""

    day: str
    who: str
    text: str


@dataclass(frozen=True)
class LogPart:
    """What happened, the latest first, and what follows from it."""

    events: tuple[EventShown, ...]
    figures: tuple[str, ...]
    part: Literal["log"] = "log"


@dataclass(frozen=True)
class GonePart:
    """There is no such item any more."""

    words: str = said("This item is no longer on the board.")
    part: Literal["gone"] = "gone"


ItemPart: TypeAlias = (
    HeadPart
    | AboutPart
    | FindingsPart
    | CriteriaPart
    | HistoryPart
    | DonePart
    | RunsPart
    | WorkPart
    | JourneyPart
    | LogPart
    | GonePart
)
