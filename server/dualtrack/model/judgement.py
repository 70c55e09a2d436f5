"""Whether a criterion holds, given the finished runs that are linked to an experiment."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias, get_args

from dualtrack.model.criterion import Change, Clause, Comparison, Criterion, operator_sign
from dualtrack.model.metric import Metric, Metrics, is_better_high, is_share, settings_of, tracked_names
from dualtrack.model.run import Run
from dualtrack.model.words import plural

Verdict = Literal["not met", "not measured", "unclear", "met"]
_VERDICTS = get_args(Verdict)
"""Of alternatives the last of these counts: what is not known may hold."""
MARKS: Mapping[Verdict, str] = {"met": "✓", "not met": "✗"}


@dataclass(frozen=True)
class Judgement:
    """The verdict on one criterion. `run` is the run it rests on, `values` what it reached, as it is shown, by the
    metric's name; `summary` reads `val_f1 0.731 ≥ 0.72, met`."""

    criterion: Criterion
    verdict: Verdict
    summary: str
    run: Run | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def measured(self) -> str:
        """What the run reached: `val_f1 0.731`."""
        return ", ".join(f"{name} {value}" for name, value in self.values.items())


@dataclass(frozen=True)
class _Part:
    """A comparison with the tracker's metric that it means; `high` says which run is better."""

    comparison: Comparison
    name: str
    high: bool

    def holds(self, run: Run) -> bool | None:
        """Whether it holds in a run; None where the run does not log it."""
        value = run.metrics.get(self.name)
        return None if value is None else _compare(value, self.comparison)

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
        side = 0 if _is_equal(value, bound) else 1 if value > bound else -1
        for digits in range(4, 18):
            said, asked = number(value, digits), number(bound, digits)
            gap = float(said) - (bound if written else float(asked))
            if side == (0 if _is_equal(gap, 0.0) else 1 if gap > 0 else -1):
                return said, written or asked
        return (written or number(bound)) if side == 0 else repr(value), written or number(bound)


class _Unknown(Exception):
    """The verdict on a criterion that cannot be compared, and why."""

    def __init__(self, verdict: Verdict, summary: str) -> None:
        super().__init__(summary)
        self.verdict: Verdict = verdict
        self.summary = summary


def judge(
    criteria: Sequence[Criterion], runs: Sequence[Run], baseline: Mapping[str, float], metrics: Metrics
) -> list[Judgement]:
    """Judge criteria that must all hold, by one finished run: one that meets them all, else the best for the first of them."""
    measured = _Measured(runs, baseline, metrics)
    read = [(criterion, measured.alternatives(criterion)) for criterion in criteria]
    if len(read) < 2:
        return [measured.success(*each, measured.runs) for each in read]
    meeting = [run for run in measured.runs if all(measured.success(*each, [run]).verdict == "met" for each in read)]
    best = next((found.run for each in read if (found := measured.success(*each, meeting or measured.runs)).run), None)
    return [measured.success(*each, [best] if best else []) for each in read]


def judge_stop(
    criteria: Sequence[Criterion],
    success: Sequence[Criterion],
    runs: Sequence[Run],
    baseline: Mapping[str, float],
    metrics: Metrics,
) -> list[Judgement]:
    """Judge stop criteria, each by the best run so far. Which run is better is what the success criteria ask for, else what is
    known of the metric."""
    measured = _Measured(runs, baseline, metrics)
    directions: dict[str, bool] = {}
    for part in (part for each in success for parts in measured.alternatives(each) for part in _parts(parts)):
        if part.comparison.operator != "==":
            directions.setdefault(part.name, part.high)
    return [measured.stop(criterion, measured.alternatives(criterion), directions) for criterion in criteria]


_Alternative: TypeAlias = Sequence[_Part] | _Unknown


def _parts(alternative: _Alternative) -> Sequence[_Part]:
    return () if isinstance(alternative, _Unknown) else alternative


class _Measured:
    """What finished runs logged, beside the baseline and what the board says of its metrics."""

    def __init__(self, runs: Iterable[Run], baseline: Mapping[str, float], metrics: Metrics) -> None:
        self.runs = [run for run in runs if run.finished]
        self._baseline, self._metrics = baseline, metrics
        self._tracked = sorted({name for run in self.runs for name in run.metrics})

    def alternatives(self, criterion: Criterion) -> list[_Alternative]:
        """The alternatives of a criterion in the tracker's names, or why one cannot be judged."""
        return [self._alternative(clauses) for clauses in criterion.alternatives]

    def success(self, criterion: Criterion, alternatives: Sequence[_Alternative], by: Sequence[Run]) -> Judgement:
        """Whether it holds in one of some runs."""
        return _best_of(self._success(criterion, alternative, by) for alternative in alternatives)

    def stop(self, criterion: Criterion, alternatives: Sequence[_Alternative], directions: Mapping[str, bool]) -> Judgement:
        """Whether it holds in the best run."""
        return _best_of(self._stop(criterion, alternative, directions) for alternative in alternatives)

    def _alternative(self, clauses: Sequence[Clause]) -> _Alternative:
        try:
            return [self._part(clause) for clause in clauses]
        except _Unknown as unknown:
            return unknown

    def _part(self, clause: Clause) -> _Part:
        names = tracked_names(clause.metric, self._tracked, self._metrics)
        if len(names) > 1 and isinstance(clause, Change):
            names = [name for name in names if name in self._baseline] or names
        if len(names) > 1:
            raise _Unknown("unclear", f"{clause.metric} may be {' or '.join(names)}")
        if not names:
            raise _Unknown("not measured", f"{clause.metric} not measured")
        name = names[0]
        stated = settings_of(clause.metric, name, self._metrics)
        largest = max(abs(run.metrics[name]) for run in self.runs if name in run.metrics)
        if isinstance(clause, Change):
            comparison = self._against_baseline(clause, name, stated, largest)
        else:
            comparison = _scaled(clause, name, stated, largest)
        return _Part(comparison, name, comparison.operator in (">=", ">"))

    def _against_baseline(self, change: Change, name: str, stated: Metric, largest: float) -> Comparison:
        known = tracked_names(name, self._baseline, self._metrics)
        if not known:
            raise _Unknown("not measured", f"{name} has no baseline to compare with")
        baseline, upwards = self._baseline[known[0]], change.upwards
        if upwards is None:
            upwards = _is_better_high(name, stated)
        if upwards is None:
            raise _Unknown("unclear", f"whether {name} is better high or low is not known")
        if change.relative and not baseline:
            raise _Unknown("unclear", f"the baseline of {name} is 0, and no percentage of it is a change")
        in_percent = largest > 1
        if is_share(name) and not stated.scale and in_percent != (abs(baseline) > 1):
            raise _Unknown("unclear", f"{name} is logged as {number(largest)}, and its baseline is {number(baseline)}")
        small = change.in_percent or (is_share(name) and not change.relative and change.amount < 0.1)
        if small and not stated.scale and in_percent:
            raise _Unknown("unclear", f"{name} is logged as {number(largest)}: in percent or not is not known")
        return change.against(baseline, upwards, 100 if change.in_percent and stated.scale == "percent" else 1)

    def _success(self, criterion: Criterion, parts: _Alternative, by: Sequence[Run]) -> Judgement:
        if unknown := self._unknown(criterion, parts):
            return unknown
        parts = _parts(parts)
        held = [(run, [part.holds(run) for part in parts]) for run in by]
        held = [(run, each) for run, each in held if any(holds is not None for holds in each)]
        if not held:
            return Judgement(criterion, "not measured", f"{parts[0].name} not measured")
        meeting = [run for run, each in held if all(each)]
        undecided = [run for run, each in held if False not in each]
        best = max(meeting or undecided or [run for run, _ in held], key=lambda run: (parts[0].goodness(run), run.id))
        verdict: Verdict = "met" if meeting else "not measured" if undecided else "not met"
        return _judgement(criterion, verdict, [(part, best) for part in parts])

    def _stop(self, criterion: Criterion, parts: _Alternative, directions: Mapping[str, bool]) -> Judgement:
        if unknown := self._unknown(criterion, parts):
            return unknown
        chosen: list[tuple[_Part, Run]] = []
        for part in _parts(parts):
            stated = settings_of(part.name, part.name, self._metrics)
            high = directions.get(part.name, _is_better_high(part.name, stated))
            logged = [run for run in self.runs if part.name in run.metrics]
            if high is None and len({part.holds(run) for run in logged}) > 1:
                return Judgement(criterion, "unclear", f"whether {part.name} is better high or low is not known")
            aimed = replace(part, high=not part.high if high is None else high)
            chosen.append((part, max(logged, key=lambda run: (aimed.goodness(run), run.id))))
        holds = all(part.holds(run) for part, run in chosen)
        return _judgement(criterion, "met" if holds else "not met", chosen)

    def _unknown(self, criterion: Criterion, parts: _Alternative) -> Judgement | None:
        if isinstance(parts, _Unknown):
            return Judgement(criterion, parts.verdict, parts.summary)
        wanted = max(part.comparison.after_runs for part in parts)
        count = sum(any(part.name in run.metrics for part in parts) for run in self.runs)
        if count < wanted:
            return Judgement(criterion, "not measured", f"{count} of {plural(wanted, 'run')} finished")
        return None


def _best_of(judgements: Iterable[Judgement]) -> Judgement:
    return max(judgements, key=lambda judgement: _VERDICTS.index(judgement.verdict))


def _judgement(criterion: Criterion, verdict: Verdict, chosen: Sequence[tuple[_Part, Run]]) -> Judgement:
    values: dict[str, str] = {}
    words: list[str] = []
    for part, run in chosen:
        value, bound = part.shown(run)
        asked = f"{operator_sign(part.comparison.operator)} {bound}"
        values[part.name] = value
        words.append(f"{part.name} {value} {asked if part.holds(run) else f'(asked: {asked})'}")
    return Judgement(criterion, verdict, f"{' and '.join(words)}, {verdict}", chosen[0][1], values)


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


def _is_better_high(name: str, stated: Metric) -> bool | None:
    return stated.better == "high" if stated.better else is_better_high(name)


def number(value: float, digits: int = 4) -> str:
    """A metric as people read it: four significant digits, or more; large numbers whole."""
    return f"{value:.0f}" if 1e4 <= abs(value) < 1e15 and digits <= 15 and value == round(value) else f"{value:.{digits}g}"


def _is_equal(value: float, bound: float) -> bool:
    # Frameworks log 32-bit floats: 0.7 comes back as 0.699999988.
    return math.isclose(value, bound, rel_tol=1e-6, abs_tol=1e-12)


def _compare(value: float, comparison: Comparison) -> bool:
    equal = _is_equal(value, comparison.bound)
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
