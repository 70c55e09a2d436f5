"""Whether a criterion holds, given the finished runs that are linked to an experiment."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, get_args

from dualtrack.model.criterion import Change, Clause, Comparison, Criterion, operator_sign
from dualtrack.model.metric import Metric, Metrics, is_better_high, is_share, settings_of, tracked_names
from dualtrack.model.run import Run
from dualtrack.model.words import plural

Verdict = Literal["not met", "not measured", "unclear", "met"]
_VERDICTS = get_args(Verdict)
"""Of alternatives the last counts: what is not known may hold."""

_LEAST_DIGITS = 4
_MOST_DIGITS = 17


@dataclass(frozen=True)
class Judgement:
    """The verdict on one criterion. `run` is the run it rests on, `measured` what it reached (`val_f1 0.731`); `summary` reads
    `val_f1 0.731 ≥ 0.72, met`."""

    criterion: Criterion
    verdict: Verdict
    summary: str
    run: Run | None = None
    measured: str = ""

    @property
    def short(self) -> str:
        """`val_f1 0.731 ✓`, for where there is little room."""
        return f"{self.measured} {'✓' if self.verdict == 'met' else '✗'}"


class _Unknown(Exception):
    """The verdict on a clause that cannot be compared, and why."""

    def __init__(self, verdict: Verdict, why: str) -> None:
        super().__init__(why)
        self.verdict: Verdict = verdict


@dataclass(frozen=True)
class _Measured:
    comparison: Comparison
    name: str

    def holds(self, run: Run) -> bool:
        value = run.metrics.get(self.name)
        return value is not None and _compare(value, self.comparison)

    def goodness(self, run: Run) -> float:
        """Greater is further in the criterion's direction; a run without the metric is the last."""
        value = run.metrics.get(self.name)
        if value is None:
            return -math.inf
        if self.comparison.operator == "==":
            return -abs(value - self.comparison.bound)
        return value if self.comparison.operator in (">=", ">") else -value

    def shown(self, run: Run) -> str:
        """The value, with as many digits as tell it from the bound."""
        value = run.metrics.get(self.name)
        return f"{self.name} {'not logged' if value is None else _apart(value, self.comparison.bound)}"

    def shown_bound(self, run: Run) -> str:
        """The bound as it was written; one that was worked out with as many digits as tell it from the value."""
        value = run.metrics.get(self.name, self.comparison.bound)
        bound = f"{operator_sign(self.comparison.operator)} {self.comparison.written or _apart(self.comparison.bound, value)}"
        return bound if self.holds(run) else f"(asked: {bound})"


Judging: TypeAlias = Callable[[Sequence[Criterion], Sequence[Run], Mapping[str, float], Metrics], list[Judgement]]
"""How criteria are judged: by the runs, the baseline, and what the board says of metrics."""


def judge(
    criteria: Sequence[Criterion], runs: Sequence[Run], baseline: Mapping[str, float], metrics: Metrics
) -> list[Judgement]:
    """Judge criteria that must all hold, by one finished run: one that meets them all, else the best for the first of them."""
    judged = _Runs([run for run in runs if run.finished], baseline, metrics)
    if len(criteria) < 2:
        return [judged.verdict(criterion) for criterion in criteria]
    meeting = [run for run in judged.runs if all(judged.verdict(each, [run]).verdict == "met" for each in criteria)]
    best = next((found.run for each in criteria if (found := judged.verdict(each, meeting or judged.runs)).run), None)
    return [judged.verdict(criterion, [best] if best else []) for criterion in criteria]


def judge_stop(
    criteria: Sequence[Criterion], runs: Sequence[Run], baseline: Mapping[str, float], metrics: Metrics
) -> list[Judgement]:
    """Judge stop criteria, each by the best run so far: one holds only as long as it holds for every run that measures it."""
    judged = _Runs([run for run in runs if run.finished], baseline, metrics, is_stop=True)
    return [judged.verdict(criterion) for criterion in criteria]


@dataclass(frozen=True)
class _Runs:
    """What criteria are judged by: the finished runs, the baseline, and what the board says of metrics."""

    runs: Sequence[Run]
    baseline: Mapping[str, float]
    metrics: Metrics
    is_stop: bool = False

    def verdict(self, criterion: Criterion, runs: Sequence[Run] | None = None) -> Judgement:
        """The best of the alternatives, by some of the runs."""
        found = [self._alternative(criterion, each, self.runs if runs is None else runs) for each in criterion.alternatives]
        return max(found, key=lambda judgement: _VERDICTS.index(judgement.verdict))

    def _alternative(self, criterion: Criterion, clauses: tuple[Clause, ...], runs: Sequence[Run]) -> Judgement:
        try:
            measured = [self._measured(clause, runs) for clause in clauses]
        except _Unknown as unknown:
            return Judgement(criterion, unknown.verdict, str(unknown))
        wanted = max(clause.after_runs for clause in clauses)
        if len(self.runs) < wanted:
            return Judgement(criterion, "not measured", f"{len(self.runs)} of {plural(wanted, 'run')} finished")
        meeting = [run for run in runs if all(part.holds(run) for part in measured)]
        if self.is_stop:
            judged = [run for run in runs if all(part.name in run.metrics for part in measured)]
            others = [run for run in judged if run not in meeting]
            is_met, best = bool(judged) and not others, min(others or judged or runs, key=_by_goodness(measured[0]))
        else:
            is_met, best = bool(meeting), max(meeting or runs, key=_by_goodness(measured[0]))
        verdict: Verdict = "met" if is_met else "not met"
        summary = f"{' and '.join(f'{part.shown(best)} {part.shown_bound(best)}' for part in measured)}, {verdict}"
        return Judgement(criterion, verdict, summary, best, ", ".join(part.shown(best) for part in measured))

    def _measured(self, clause: Clause, runs: Sequence[Run]) -> _Measured:
        """A clause as a comparison with one metric of the tracker; raises _Unknown."""
        names = tracked_names(clause.metric, sorted({name for run in runs for name in run.metrics}), self.metrics)
        if len(names) > 1 and isinstance(clause, Change):
            names = [name for name in names if name in self.baseline] or names
        if len(names) > 1:
            raise _Unknown("unclear", f"{clause.metric} may be {' or '.join(names)}")
        if not names:
            raise _Unknown("not measured", f"{clause.metric} not measured")
        name = names[0]
        stated = settings_of(clause.metric, name, self.metrics)
        largest = max(abs(run.metrics[name]) for run in self.runs if name in run.metrics)
        if isinstance(clause, Change):
            return _Measured(self._against_baseline(clause, name, stated, largest), name)
        return _Measured(_scaled(clause, name, stated, largest), name)

    def _against_baseline(self, change: Change, name: str, stated: Metric, largest: float) -> Comparison:
        known = [self.baseline[each] for each in tracked_names(name, list(self.baseline), self.metrics)]
        if not known:
            raise _Unknown("not measured", f"{name} has no baseline to compare with")
        upwards = change.upwards
        if upwards is None:
            upwards = stated.better == "high" if stated.better else is_better_high(name)
        if upwards is None:
            raise _Unknown("unclear", f"whether {name} is better high or low is not known")
        in_percent = largest > 1
        if is_share(name) and not stated.scale and in_percent != (abs(known[0]) > 1):
            raise _Unknown("unclear", f"{name} is logged as {number(largest)}, and its baseline is {number(known[0])}")
        if change.in_percent and not stated.scale and in_percent:
            raise _Unknown("unclear", f"{name} is logged as {number(largest)}: in percent or not is not known")
        return change.against(known[0], upwards, 100 if change.in_percent and stated.scale == "percent" else 1)


def _scaled(comparison: Comparison, name: str, stated: Metric, largest: float) -> Comparison:
    """A comparison on the scale on which the metric is logged; raises _Unknown where that is not known."""
    if stated.scale == "percent" and comparison.in_percent:
        return replace(comparison, bound=comparison.bound * 100)
    bound = abs(comparison.bound)
    if comparison.in_percent:
        is_other = largest > (1 if bound <= 1 else 10 * bound)
    else:
        is_other = is_share(name) and 0 < bound <= 100 and largest > 0 and (largest > 1) != (bound > 1)
    if is_other and not stated.scale:
        raise _Unknown(
            "unclear", f"{name} is logged as {number(largest)}, and {comparison.written} is asked: the scale is not known"
        )
    return comparison


def _by_goodness(part: _Measured) -> Callable[[Run], tuple[float, str]]:
    return lambda run: (part.goodness(run), run.id)


def number(value: float, digits: int = _LEAST_DIGITS) -> str:
    """A metric as people read it: four significant digits."""
    return f"{value:.{digits}g}"


def _apart(value: float, other: float) -> str:
    """A number with as many digits as tell it from another one, where they are not taken for equal."""
    if _is_close(value, other):
        return number(value)
    shown = (number(value, digits) for digits in range(_LEAST_DIGITS, _MOST_DIGITS))
    return next((each for each in shown if float(each) != other and (float(each) > other) == (value > other)), repr(value))


def _is_close(value: float, bound: float) -> bool:
    """Equal but for what 32 bits keep: frameworks log 0.7, and it comes back as 0.699999988."""
    return math.isclose(value, bound, rel_tol=1e-6, abs_tol=1e-12)


def _compare(value: float, comparison: Comparison) -> bool:
    equal = _is_close(value, comparison.bound)
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
