"""What readers of runs have in common: texts and metrics, within limits."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from math import inf
from typing import Any

from dualtrack import limits
from dualtrack.adapters.disk import Unreadable
from dualtrack.model.mention import canonical
from dualtrack.model.raw import as_list, as_mapping
from dualtrack.model.run import is_measurement
from dualtrack.said import said

ITEM_TAG = "dualtrack.item"
_LONGEST_VALUE = 400
_DEEPEST = 8


def item_of(tag: object) -> str:
    """The item that a run's tag names; empty where it is no text."""
    return canonical(tag.strip()) if isinstance(tag, str) else ""


def moment(seconds: float) -> datetime | None:
    """A time as seconds since 1970; None for one that no calendar has."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def moment_in(text: object) -> datetime | None:
    """A time as ISO 8601 writes it, in UTC where nothing else is said."""
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def shortened(text: str) -> str:
    """A text of the length that people write; a longer one is cut, and ends with a digest of the whole."""
    if len(text) <= _LONGEST_VALUE:
        return text
    return f"{text[:_LONGEST_VALUE]}… {sha256(text.encode(errors='replace')).hexdigest()[:16]}"


def flat(value: object, name: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """The values of nested mappings by their names with dots between: `opt.lr`."""
    inner = as_mapping(value)
    if inner is None or depth > _DEEPEST:
        yield name, value
    else:
        for key, each in inner.items():
            yield from flat(each, f"{name}.{key}" if name else str(key), depth + 1)


def params_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Params as texts, nested ones by their names with dots between."""
    return limited({name: shortened(_text(value)) for name, value in flat(values)})


def numbers_of(values: Mapping[str, Any]) -> dict[str, float]:
    """The numbers among values, nested ones by their names with dots between."""
    return limited({name: number for name, value in flat(values) if (number := number_of(value)) is not None})


def number_of(value: object) -> float | None:
    """A value as a number that was measured, if it is one."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if abs(value) < 1e300 and is_measurement(value) else None
    return None


def number_in(value: object) -> float | None:
    """The same of a text as well."""
    try:
        return number_of(float(value) if isinstance(value, str) else value)
    except ValueError:
        return None


def limited(values: dict[str, Any]) -> dict[str, Any]:
    """Values by names, if a run can have so many; raises Unreadable."""
    if len(values) > limits.RUN_NAMES or sum(map(len, values)) > limits.RUN_NAME_CHARACTERS:
        raise _too_many()
    return values


class MetricSeries:
    """The last, lowest and highest value of each metric, by its name or by the bytes that stand for it."""

    def __init__(self) -> None:
        self.values: dict[Any, list[float]] = {}
        self._left = limits.RUN_NAME_CHARACTERS

    def add(self, name: Any, value: float) -> None:
        """One more value. What is no number counts only as the last one."""
        known = self.values.get(name)
        if known is None:
            self._left -= len(name)
            if len(self.values) >= limits.RUN_NAMES or self._left < 0:
                raise _too_many()
            self.values[name] = [value, inf, -inf] if value != value else [value, value, value]
            return
        known[0] = value
        if value < known[1]:
            known[1] = value
        if value > known[2]:
            known[2] = value

    def named(self, name_of: Callable[[Any], str] = str) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
        """Final values, and the lowest and highest ones, finite numbers only."""
        final: dict[str, float] = {}
        best: dict[str, tuple[float, float]] = {}
        for key, (last, low, high) in self.values.items():
            name = name_of(key)
            if is_measurement(last):
                final[name] = last
            if is_measurement(low) and is_measurement(high):
                best[name] = (low, high)
        return final, best


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    entries = as_list(value)
    return json.dumps(value if entries is None else entries, default=str)


def _too_many() -> Unreadable:
    return Unreadable(said("this run has more than {most} params or metrics, or too long names of them", limits.RUN_NAMES))
