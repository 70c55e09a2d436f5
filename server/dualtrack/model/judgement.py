"""Whether a criterion holds, given the finished runs that are linked to an experiment."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from dualtrack.model.criterion import Change, Clause, Comparison, Criterion, operator_sign
from dualtrack.model.metric import tracked_names
from dualtrack.model.run import Run
from dualtrack.model.words import plural

Verdict = Literal["not measured", "ambiguous", "not met", "met"]
_VERDICTS = get_args(Verdict)


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


@dataclass(frozen=True)
class _Measured:
    comparison: Comparison
    name: str

    def value(self, run: Run) -> float | None:
        value = run.metrics.get(self.name)
        return None if value is None or math.isnan(value) else value

    def holds(self, run: Run) -> bool:
        value = self.value(run)
        return value is not None and _compare(value, self.comparison)

    def goodness(self, run: Run) -> float:
        """Greater is better in the criterion's direction; a run without the metric is the worst."""
        value = self.value(run)
        if value is None:
            return -math.inf
        if self.comparison.operator == "==":
            return -abs(value - self.comparison.bound)
        return value if self.comparison.operator in (">=", ">") else -value


def judge(
    criteria: Sequence[Criterion], runs: Sequence[Run], baseline: Mapping[str, float], aliases: Mapping[str, str]
) -> list[Judgement]:
    """Judge criteria that must all hold, by one finished run: one that meets them all, else the best for the first of them."""
    finished = [run for run in runs if run.finished]

    def judged(criterion: Criterion, by: Sequence[Run]) -> Judgement:
        return _judge(criterion, by, len(finished), baseline, aliases)

    if len(criteria) < 2:
        return [judged(criterion, finished) for criterion in criteria]
    meeting = [run for run in finished if all(judged(criterion, [run]).verdict == "met" for criterion in criteria)]
    best = next((found.run for criterion in criteria if (found := judged(criterion, meeting or finished)).run), None)
    return [judged(criterion, [best] if best else []) for criterion in criteria]


def _judge(
    criterion: Criterion, runs: Sequence[Run], count: int, baseline: Mapping[str, float], aliases: Mapping[str, str]
) -> Judgement:
    """The best of the alternatives; `count` runs have finished in all."""
    tracked = sorted({name for run in runs for name in run.metrics})
    found = [
        _judge_alternative(criterion, alternative, runs, count, tracked, baseline, aliases)
        for alternative in criterion.alternatives
    ]
    return max(found, key=lambda judgement: _VERDICTS.index(judgement.verdict))


def _judge_alternative(
    criterion: Criterion,
    alternative: tuple[Clause, ...],
    runs: Sequence[Run],
    count: int,
    tracked: Sequence[str],
    baseline: Mapping[str, float],
    aliases: Mapping[str, str],
) -> Judgement:
    measured: list[_Measured] = []
    for clause in alternative:
        names = tracked_names(clause.metric, tracked, aliases)
        if len(names) > 1 and isinstance(clause, Change):
            names = [name for name in names if name in baseline] or names
        if len(names) > 1:
            return Judgement(criterion, "ambiguous", f"{clause.metric} may be {' or '.join(names)}")
        if not names:
            return Judgement(criterion, "not measured", f"{clause.metric} not measured")
        comparison = clause
        if isinstance(clause, Change):
            known = [baseline[name] for name in tracked_names(names[0], list(baseline), aliases)]
            if not known:
                return Judgement(criterion, "not measured", f"{names[0]} has no baseline to compare with")
            comparison = clause.against(known[0])
        assert isinstance(comparison, Comparison)
        measured.append(_Measured(comparison, names[0]))
    wanted = max(clause.after_runs for clause in alternative)
    if count < wanted:
        return Judgement(criterion, "not measured", f"{count} of {plural(wanted, 'run')} finished")
    meeting = [run for run in runs if all(part.holds(run) for part in measured)]
    best = max(meeting or runs, key=lambda run: (measured[0].goodness(run), run.id))
    verdict: Verdict = "met" if meeting else "not met"
    summary = f"{' and '.join(f'{_value(part, best)} {_bound(part, best)}' for part in measured)}, {verdict}"
    return Judgement(criterion, verdict, summary, best, ", ".join(_value(part, best) for part in measured))


def _value(part: _Measured, run: Run) -> str:
    value = part.value(run)
    return f"{part.name} {'not logged' if value is None else number(value)}"


def _bound(part: _Measured, run: Run) -> str:
    bound = f"{operator_sign(part.comparison.operator)} {number(part.comparison.bound)}"
    return bound if part.holds(run) else f"(asked: {bound})"


def number(value: float) -> str:
    """A metric as people read it: four significant digits."""
    return f"{value:.4g}"


def _compare(value: float, comparison: Comparison) -> bool:
    # Frameworks log 32-bit floats: 0.7 comes back as 0.699999988.
    equal = math.isclose(value, comparison.bound, rel_tol=1e-6, abs_tol=1e-12)
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
