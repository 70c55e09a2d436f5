"""A comparison that a criterion asks for, in the names and on the scale of the tracker."""

import math
from dataclasses import dataclass

from dualtrack.model.criterion import Comparison
from dualtrack.model.numbers import is_equal, number
from dualtrack.model.run import Run


@dataclass(frozen=True)
class Part:
    """A comparison with the tracker's metric that it means; `high` says which run is better."""

    comparison: Comparison
    name: str
    high: bool
    against_run: bool = False
    """Whether the bound comes from a baseline."""

    def holds(self, run: Run) -> bool | None:
        """Whether it holds in a run; None where the run does not log it."""
        value = run.metrics.get(self.name)
        return None if value is None else self.is_met_by(value)

    def is_met_by(self, value: float) -> bool:
        """Whether it holds for a value."""
        return _compare(value, self.comparison)

    def margin(self, run: Run) -> float:
        """How far a value is from the bound."""
        return abs(run.metrics[self.name] - self.comparison.bound)

    def goodness(self, run: Run) -> float:
        """Greater is better; a run without the metric is the worst."""
        value = run.metrics.get(self.name)
        if value is None:
            return -math.inf
        if self.comparison.operator == "==":
            return -abs(value - self.comparison.bound)
        return value if self.high else -value

    def shown(self, run: Run) -> tuple[str, str]:
        """What the run reached, and the bound, with as many digits as tell them apart; the bound as it was written."""
        value, bound = run.metrics.get(self.name), self.comparison.bound
        written = self.comparison.written
        if value is None:
            return "not logged", written or number(bound)
        side = 0 if is_equal(value, bound) else 1 if value > bound else -1
        for digits in range(4, 18):
            said, asked = number(value, digits), number(bound, digits)
            gap = float(said) - (bound if written else float(asked))
            if side == (0 if is_equal(gap, 0.0) else 1 if gap > 0 else -1):
                return said, written or asked
        return (written or number(bound)) if side == 0 else repr(value), written or number(bound)


def _compare(value: float, comparison: Comparison) -> bool:
    equal = is_equal(value, comparison.bound)
    match comparison.operator:
        case ">=":
            return value > comparison.bound or equal
        case "<=":
            return value < comparison.bound or equal
        case ">":
            return value > comparison.bound and not equal
        case "<":
            return value < comparison.bound and not equal
        case "==":
            return equal
