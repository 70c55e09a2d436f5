"""What the runs of an experiment reached, one after the other, in the metric that it is judged by."""

from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from dualtrack.facts.runs import by_time
from dualtrack.model.criterion import operator_sign
from dualtrack.model.experiment import Experiment
from dualtrack.project import evidence
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project

_LATEST = 300
"""How many runs are shown at most."""


class Reached(NamedTuple):
    """What a run reached, as a number and as it is shown; the day on which it began, and whether it meets the bound."""

    run: str
    day: str
    value: float
    shown: str
    meets: bool


@dataclass(frozen=True)
class MetricHistory:
    """The finished runs that are judged, in the order in which they began. `asked` reads `≥ 0.72`; `high`: more is better;
    `best` is the best value up to each of the runs, and `best_shown` the last of these."""

    metric: str
    asked: str
    bound: float
    high: bool
    baseline: float | None
    runs: tuple[Reached, ...]
    best: tuple[float, ...]
    best_shown: str


def metric_history(project: Project, experiment: Experiment) -> MetricHistory | None:
    """The history of the first metric that the success criteria ask for; None where fewer than two runs log it."""
    ranking = evidence.ranked(project, experiment)
    part = next(iter(ranking.parts.values()), None)
    if not part:
        return None
    linked = {run.key for run in linked_runs(project, experiment).runs}
    finished = (run for each in ranking.variants for run in each.runs if run.key in linked and part.name in run.metrics)
    runs = sorted(finished, key=by_time)[-_LATEST:]
    if len(runs) < 2:
        return None
    reached = tuple(
        Reached(
            run.shown,
            str(project.local(experiment, moment).date()) if (moment := run.started or run.ended) else "",
            run.metrics[part.name],
            part.shown(run)[0],
            bool(part.holds(run)),
        )
        for run in runs
    )
    asked = f"{operator_sign(part.comparison.operator)} {part.shown(runs[-1])[1]}"
    baseline = evidence.baseline_of(project, experiment, part.name)
    best = tuple(accumulate((run.value for run in reached), max if part.high else min))
    shown = next(run.shown for run in reached if run.value == best[-1])
    return MetricHistory(part.name, asked, part.comparison.bound, part.high, baseline, reached, best, shown)
