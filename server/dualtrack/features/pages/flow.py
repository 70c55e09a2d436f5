"""The page Flow: how work flowed up to a day."""

from dataclasses import dataclass
from typing import Literal

from dualtrack.features.flow.figures import Flow
from dualtrack.features.flow.flow import FlowHistory
from dualtrack.features.page import Parts, Shown


@dataclass(frozen=True)
class FlowPart:
    """The figures of the day that is asked for; `filtered`: of a part of the items."""

    flow: Flow
    filtered: bool
    part: Literal["flow"] = "flow"


def flow(shown: Shown) -> Parts:
    """One part; the items are counted once for all days that are asked for."""
    is_part = any(shown.filters.values())
    keys = frozenset(shown.boards.cards) if is_part else None
    history = shown.kept.get("history")
    if not isinstance(history, FlowHistory) or history.project is not shown.project or history.keys != keys:
        history = shown.kept["history"] = FlowHistory(shown.project, keys)
    yield "flow", FlowPart(history.on(shown.day), is_part)
