"""The page Flow: how work flowed up to a day."""

from dataclasses import dataclass, replace
from typing import Literal

from dualtrack.features.flow.figures import Flow
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.page import Parts, Shown
from dualtrack.model.conventions import Phase

_PHASES: tuple[Phase, ...] = ("done", "active", "waiting", "dropped")
"""From the bottom of a chart to its top."""


@dataclass(frozen=True)
class PhaseCounts:
    """The items in a phase at the end of each of the dates."""

    track: str
    phase: Phase
    counts: tuple[int, ...]


@dataclass(frozen=True)
class FlowPart:
    """The figures of the day that is asked for, with phases in place of statuses; `filtered`: of a part of the items."""

    flow: Flow
    phases: tuple[PhaseCounts, ...]
    filtered: bool
    part: Literal["flow"] = "flow"


def flow(shown: Shown) -> Parts:
    """One part; the items are counted once for all days that are asked for."""
    is_part = any(shown.filters.values())
    keys = frozenset(shown.boards.cards) if is_part else None
    history = shown.kept.get("history")
    if not isinstance(history, FlowHistory) or history.project is not shown.project or history.keys != keys:
        history = shown.kept["history"] = FlowHistory(shown.project, keys)
    yield "flow", flow_part(history.on(shown.day), is_part)


def flow_part(flow: Flow, filtered: bool) -> FlowPart:
    """The figures of a day."""
    counts: dict[tuple[str, Phase], list[tuple[int, ...]]] = {
        (track, phase): [band.counts for band in flow.bands if (band.track, band.phase) == (track, phase)]
        for track in dict.fromkeys(band.track for band in flow.bands)
        for phase in _PHASES
    }
    phases = (
        PhaseCounts(track, phase, tuple(map(sum, zip(*each, strict=True)))) for (track, phase), each in counts.items() if each
    )
    return FlowPart(replace(flow, bands=()), tuple(phases), filtered)
