"""The page Flow: how work flowed up to a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from dualtrack.features.flow.figures import Flow
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.page import Parts, Shown
from dualtrack.features.work_rows import Tone
from dualtrack.model.conventions import Phase
from dualtrack.said import counted, joined, plural, said

_ROWS = 20
"""How many items in progress are listed."""

_PHASES: Mapping[Phase, str] = {
    "done": said("done"),
    "active": said("in progress"),
    "waiting": said("waiting"),
    "dropped": said("dropped"),
}
"""From the bottom of a chart to its top."""


@dataclass(frozen=True)
class PhaseCounts:
    """The items in a phase at the end of each of the dates."""

    track: str
    phase: Phase
    name: str
    counts: tuple[int, ...]


class FlowRow(NamedTuple):
    """What is measured of an item, by its key, or of something else, without one: a size for the bars of a list, if it has
    bars, and all that is to be said in words."""

    name: str
    words: str
    key: str = ""
    size: float | None = None
    tone: Tone = ""


class FlowList(NamedTuple):
    """Rows under a title; `more` says how many there are besides, `most` the size of a whole bar."""

    title: str
    rows: tuple[FlowRow, ...]
    more: str = ""
    most: float = 0


@dataclass(frozen=True)
class FlowPart:
    """The figures of the day that is asked for: those that charts are drawn from, with phases in place of statuses, and the
    others as lists."""

    flow: Flow
    phases: tuple[PhaseCounts, ...]
    lists: tuple[FlowList, ...]
    part: Literal["flow"] = "flow"


def flow(shown: Shown) -> Parts:
    """One part; the items are counted once for all days that are asked for."""
    keys = frozenset(shown.boards.cards) if any(shown.filters.values()) else None
    history = shown.kept.get("history")
    if not isinstance(history, FlowHistory) or history.project is not shown.project or history.keys != keys:
        history = shown.kept["history"] = FlowHistory(shown.project, keys)
    yield "flow", flow_part(history.on(shown.day))


def flow_part(flow: Flow) -> FlowPart:
    """The figures of a day."""
    counts: dict[tuple[str, Phase], list[tuple[int, ...]]] = {
        (track, phase): [band.counts for band in flow.bands if (band.track, band.phase) == (track, phase)]
        for track in dict.fromkeys(band.track for band in flow.bands)
        for phase in _PHASES
    }
    phases = (
        PhaseCounts(track, phase, _PHASES[phase], tuple(map(sum, zip(*each, strict=True))))
        for (track, phase), each in counts.items()
        if each
    )
    charted = replace(flow, bands=(), ageing=(), blocked=(), workload=(), shares=(), deployed=(), to_production=())
    lists = (each._replace(most=each.most or _largest(each.rows)) for each in _lists(flow) if each.rows)
    return FlowPart(charted, tuple(phases), tuple(lists))


def _largest(rows: tuple[FlowRow, ...]) -> float:
    return max(1, *(row.size or 0 for row in rows))


def _lists(flow: Flow) -> Iterator[FlowList]:
    more = said("and {count} more", len(flow.ageing) - _ROWS) if len(flow.ageing) > _ROWS else ""
    yield FlowList(said("In progress, oldest first"), tuple(_ages(flow)), more)
    yield FlowList(said("Blocked"), tuple(_blocked(flow)))
    yield FlowList(said("In progress by person"), tuple(_people(flow)))
    yield FlowList(said("Share of the work"), tuple(_shares(flow)), most=100)
    title, median = said("From research to production"), flow.to_production_days
    if median is not None:
        title = joined(": ", (title, said("{days} (median)", plural(median, "day"))))
    yield FlowList(title, tuple(_production(flow)))


def _ages(flow: Flow) -> Iterator[FlowRow]:
    for each in flow.ageing[:_ROWS]:
        days = (
            counted(each.days, "at least {count} day", "at least {count} days") if each.at_least else plural(each.days, "day")
        )
        blocked = said("blocked: {reason}", each.blocked) if each.blocked else ""
        old = said("longer than 85 % of what was done") if each.is_old else ""
        words = joined(" · ", filter(None, (days, each.status, blocked, old)))
        yield FlowRow(each.label, words, each.key, each.days, "warn" if each.is_old else "")


def _blocked(flow: Flow) -> Iterator[FlowRow]:
    for each in flow.blocked:
        now = said("now {items}", ", ".join(each.now)) if each.now else ""
        words = joined(", ", filter(None, (plural(each.days, "day"), plural(each.items, "item"), now)))
        yield FlowRow(each.kind or said("no kind"), words, size=each.days)


def _people(flow: Flow) -> Iterator[FlowRow]:
    for each in flow.workload:
        usual = said("usually {count}", f"{each.usual:g}") if each.usual is not None else ""
        blocked = said("{count} blocked", each.blocked) if each.blocked else ""
        waiting = said("{count} not begun", each.waiting) if each.waiting else ""
        words = (said("{count} now", each.all_active), usual, blocked, waiting)
        yield FlowRow(each.person, joined(", ", filter(None, words)), size=each.all_active)


def _shares(flow: Flow) -> Iterator[FlowRow]:
    for each in flow.shares:
        percent = each.active_percent
        days = said("no day in progress") if percent is None else said("{percent} % of the days in progress", percent)
        words = joined(", ", (days, said("{count} done", each.done))) if each.done else days
        yield FlowRow(each.track, words, size=percent or 0)


def _production(flow: Flow) -> Iterator[FlowRow]:
    for way in flow.to_production:
        took = "" if way.days is None else _after(way.days)
        words = joined(", ", filter(None, (said("in {model} on {day}", way.model, way.deployed), took)))
        yield FlowRow(way.experiment, words, way.key)
    for each in flow.deployed:
        words = (
            said("deployed again {day} ({source})", each.day, each.said_by)
            if each.again
            else said("deployed {day} ({source})", each.day, each.said_by)
        )
        yield FlowRow(each.label, words, each.key)


def _after(days: int) -> str:
    return counted(days, "{count} day after its decision", "{count} days after its decision")
