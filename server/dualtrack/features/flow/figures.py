"""What is known of the flow of work on a day. Days are written as `2026-11-02`; what cannot be known is None, or not there."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from dualtrack.model.conventions import Phase

Step: TypeAlias = Literal["day", "week"]


@dataclass(frozen=True)
class Band:
    """The items in one status at the end of each of the dates; what the board does not know has no phase and no status."""

    track: str
    status: str
    phase: Phase | None
    counts: tuple[int, ...]


@dataclass(frozen=True)
class WeeklyCounts:
    """What was done on a track in each of the weeks."""

    track: str
    counts: tuple[int, ...]


@dataclass(frozen=True)
class CycleTimes:
    """Days from the start of work to the closing of what was done in the range, one entry each, oldest first; 50, 85 and 95 of
    a hundred took at most so long, None where too few are known. `unknown` were closed without having been seen in progress."""

    track: str
    keys: tuple[str, ...]
    labels: tuple[str, ...]
    closed: tuple[str, ...]
    days: tuple[int, ...]
    p50: int | None
    p85: int | None
    p95: int | None
    unknown: int


@dataclass(frozen=True)
class Ageing:
    """An item in progress: days since work on it began, and since it came to its status. `is_old`: it has taken longer than 85
    of a hundred did; `at_least`: it began before the history does."""

    key: str
    label: str
    track: str
    status: str
    days: int
    days_in_status: int
    is_old: bool
    at_least: bool
    blocked: str


@dataclass(frozen=True)
class BlockedTime:
    """Days for which items were blocked in the range, summed up over all that were, by kind; `now` are blocked still."""

    kind: str
    days: int
    items: int
    now: tuple[str, ...]


@dataclass(frozen=True)
class Workload:
    """What a person has in progress, by track and in all, and is next in line for; `usual` is how many items they had in
    progress on an average day of the twelve weeks before: what they can carry, as far as git tells."""

    person: str
    active: tuple[tuple[str, int], ...]
    all_active: int
    blocked: int
    waiting: int
    usual: float | None


@dataclass(frozen=True)
class Share:
    """The part of a track in all work of the range: of the days that items were in progress, and of what was done."""

    track: str
    active_days: int
    active_percent: int | None
    done: int
    done_percent: int | None


@dataclass(frozen=True)
class Deployed:
    """A version that came into production, or `again`; `said_by` is a git tag, the file, or a commit."""

    key: str
    label: str
    day: str
    said_by: str
    again: bool


@dataclass(frozen=True)
class ToProduction:
    """The way of a shipped experiment, by its id and its key, into production; `days` is None where the day of its decision is
    not known."""

    experiment: str
    model: str
    decided: str | None
    deployed: str
    days: int | None
    key: str


@dataclass(frozen=True)
class Flow:
    """The flow of work as it was known on `date`, over the range from `since`. `dates` are days, or the last days of weeks, for
    `bands`; `weeks` are the last days of weeks, for what is counted by the week. The first and the last week may be a part of
    one. `first` and `last` are the days between which a date can be asked for. `taken_over` items came closed from elsewhere.
    `unknown` says in sentences why not everything is told; without `dates` nothing is."""

    date: str
    since: str
    first: str
    last: str
    step: Step
    dates: tuple[str, ...] = ()
    bands: tuple[Band, ...] = ()
    weeks: tuple[str, ...] = ()
    done: tuple[WeeklyCounts, ...] = ()
    dropped: tuple[int, ...] = ()
    learnings: tuple[int, ...] = ()
    deployments: tuple[int, ...] = ()
    cycle_times: tuple[CycleTimes, ...] = ()
    ageing: tuple[Ageing, ...] = ()
    blocked: tuple[BlockedTime, ...] = ()
    workload: tuple[Workload, ...] = ()
    shares: tuple[Share, ...] = ()
    deployed: tuple[Deployed, ...] = ()
    to_production: tuple[ToProduction, ...] = ()
    to_production_days: float | None = None
    """The median."""
    taken_over: int = 0
    unknown: tuple[str, ...] = ()
