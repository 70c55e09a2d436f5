"""What a criterion asks for, in the names and on the scale of the tracker."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dualtrack.model.criterion import BaselineChange, Clause, Comparison
from dualtrack.model.metric import (
    Metric,
    Metrics,
    alike_names,
    is_better_high,
    is_share,
    scales_differ,
    settings_of,
    times_of_unit,
    tracked_names,
    unit_in,
)
from dualtrack.model.numbers import number
from dualtrack.model.part import Part
from dualtrack.model.run import Run
from dualtrack.model.verdict import Answer, Verdict
from dualtrack.said import joined, said

_DIRECTIONS = (Metric(better="low"), Metric(better="high"))
_LOGGED_SHOWN = 4
_BEST = re.compile(r"best[ _](.+)", re.IGNORECASE)
"""How the best value along the history of a metric is called, beside the last one."""


def best_of(written: str) -> str:
    """The metric whose best value along the history is meant, as `best val_f1` does; empty where the last value is."""
    found = _BEST.fullmatch(written)
    return found[1] if found else ""


def names_meant(written: str, names: Sequence[str], metrics: Metrics) -> tuple[str, list[str]]:
    """The tracker's names that a criterion's name can mean, and the name without `best`, where the best value along the history
    is meant."""
    found = tracked_names(written, names, metrics)
    if not found and (of_history := best_of(written)):
        return of_history, tracked_names(of_history, names, metrics)
    return written, found


class Unjudged(Exception):
    """The verdict on a criterion that cannot be compared, why, and what would make it one that can be."""

    def __init__(self, verdict: Verdict, summary: str, metric: str = "", answers: Iterable[Metric] = ()) -> None:
        super().__init__(summary)
        self.verdict: Verdict = verdict
        self.summary = summary
        self.answers = tuple(Answer(metric, says) for says in answers)


@dataclass(frozen=True)
class Logged:
    """What the runs to judge logged, and what is known of it: the names that the tracker has, the baseline's values, and what
    the board says of metrics."""

    runs: Sequence[Run]
    names: Sequence[str]
    baseline: Mapping[str, float]
    metrics: Metrics

    def part(self, clause: Clause) -> Part:
        """The comparison that a clause asks for; raises Unjudged where that is not known."""
        written, names = names_meant(clause.metric, self.names, self.metrics)
        if len(names) > 1 and isinstance(clause, BaselineChange):
            names = [name for name in names if name in self.baseline] or names
        if len(names) > 1:
            answers = (Metric(name=name) for name in names)
            raise Unjudged("unclear", said("{written} may be {names}", written, joined(" or ", names)), written, answers)
        if not names:
            raise self._not_logged(written)
        name = names[0]
        logged_in, asked_in = unit_in(name), unit_in(clause.unit)
        if logged_in and asked_in and logged_in != asked_in:
            if (times := times_of_unit(asked_in, logged_in)) is None:
                raise Unjudged(
                    "unclear", said("{name} is logged in {unit}, and the criterion is in {other}", name, logged_in, asked_in)
                )
            clause = _in_unit(clause, times)
        stated = settings_of(written, name, self.metrics)
        largest = max(abs(run.metrics[name]) for run in self.runs if name in run.metrics)
        if isinstance(clause, BaselineChange):
            comparison = self._against_baseline(clause, written, name, stated, largest)
        else:
            comparison = _scaled(clause, written, name, stated, largest)
        read = self._extreme(written, name, stated) if written != clause.metric else name
        return Part(comparison, read, comparison.operator in (">=", ">"), isinstance(clause, BaselineChange))

    def _not_logged(self, written: str) -> Unjudged:
        """What is said of a metric that no run logs, and which of those that are logged may be meant."""
        logged = joined(", ", self.names[:_LOGGED_SHOWN])
        more = said(" and {count} more", len(self.names) - _LOGGED_SHOWN) if len(self.names) > _LOGGED_SHOWN else ""
        instead = said(": the runs log {logged}{more}", logged, more) if logged else ""
        answers = (Metric(name=name) for name in alike_names(written, self.names)[:_LOGGED_SHOWN])
        return Unjudged("not measured", said("{written} not measured{instead}", written, instead), written, answers)

    def _extreme(self, written: str, name: str, stated: Metric) -> str:
        """The name under which the best value along the history of a metric is read."""
        high = better_high(name, stated)
        if high is None:
            raise unknown_direction(written, name)
        read = _extremes(name)[high]
        if not any(read in run.metrics for run in self.runs):
            raise Unjudged("not measured", said("the tracker tells of {name} only the last value, not the best", name))
        return read

    def _against_baseline(self, change: BaselineChange, written: str, name: str, stated: Metric, largest: float) -> Comparison:
        known = tracked_names(name, self.baseline, self.metrics)
        if not known:
            raise Unjudged("not measured", said("{name} has no baseline to compare with", name))
        baseline, upwards = self.baseline[known[0]], change.upwards
        if upwards is None:
            upwards = better_high(name, stated)
        if upwards is None:
            raise unknown_direction(written, name)
        if change.relative and not baseline:
            raise Unjudged("not comparable", said("the baseline of {name} is 0, and no percentage of it is a change", name))
        in_percent = largest > 1
        differs = scales_differ(name, abs(baseline), largest)
        if differs and not stated.scale:
            why = said("{name} is logged as {largest}, and its baseline is {baseline}", name, number(largest), number(baseline))
            raise Unjudged("unclear", why, written, _scales(largest))
        small = change.in_percent or (is_share(name) and not change.relative and change.amount < 0.1)
        if small and not stated.scale and in_percent:
            why = said("{name} is logged as {largest}: in percent or not is not known", name, number(largest))
            raise Unjudged("unclear", why, written, _scales(largest))
        if differs:
            baseline *= 100 if in_percent else 0.01
        return change.against(baseline, upwards, 100 if small and stated.scale == "percent" else 1)


def _extremes(name: str) -> tuple[str, str]:
    """What the lowest and the highest value along the history of a metric are called."""
    return said("lowest {metric}", name), said("highest {metric}", name)


def with_extremes(run: Run) -> Run:
    """A run with the lowest and highest values along the history of its metrics beside the last ones."""
    if not run.best:
        return run
    extremes: dict[str, float] = {}
    for name, (low, high) in run.best.items():
        extremes |= zip(_extremes(name), (low, high), strict=True)
    return run._replace(metrics={**run.metrics, **extremes})


def _scaled(comparison: Comparison, written: str, name: str, stated: Metric, largest: float) -> Comparison:
    """A comparison on the scale on which the metric is logged; raises Unjudged where that is not known."""
    bound = abs(comparison.bound)
    if stated.scale:
        is_fraction = comparison.in_percent or (is_share(name) and bound <= 1)
        times = (100 if is_fraction else 1) if stated.scale == "percent" else 0.01 if is_share(name) and bound > 1 else 1
        return replace(comparison, bound=comparison.bound * times)
    if comparison.in_percent:
        is_other = largest > (1 if bound <= 1 else 10 * bound)
    else:
        is_other = bound <= 100 and scales_differ(name, bound, largest)
    if is_other:
        why = said(
            "{name} is logged as {largest}, and {comparison} is asked: the scale is not known",
            name,
            number(largest),
            comparison.written,
        )
        raise Unjudged("unclear", why, written, _scales(largest))
    return comparison


def _in_unit(clause: Clause, times: float) -> Clause:
    """A clause in a unit of which so many are one of its own."""
    if isinstance(clause, Comparison):
        return replace(clause, bound=clause.bound * times)
    return clause if clause.relative else replace(clause, amount=clause.amount * times)


def _scales(largest: float) -> Sequence[Metric]:
    """What the scale may be of a metric that has been logged as so much."""
    return (Metric(scale="percent"),) if largest > 1 else (Metric(scale="fraction"), Metric(scale="percent"))


def unknown_direction(written: str, name: str) -> Unjudged:
    """What is said where nobody says which way a metric is better."""
    return Unjudged("unclear", said("whether {name} is better high or low is not known", name), written, _DIRECTIONS)


def better_high(name: str, stated: Metric) -> bool | None:
    """Whether more of a metric is better, by what the board says, else by its name."""
    return stated.better == "high" if stated.better else is_better_high(name)
