"""The runs of an experiment beside each other: what was reached, with what, and why each is one of them."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from dualtrack.facts.runs import by_time
from dualtrack.model.experiment import Experiment
from dualtrack.model.numbers import number
from dualtrack.model.part import Part
from dualtrack.model.run import Run
from dualtrack.model.variants import Variant, is_seed
from dualtrack.model.verdict import WORDS, Verdict
from dualtrack.model.words import shortened
from dualtrack.project import evidence
from dualtrack.project.linked_runs import LinkedRuns, linked_runs, status_of, status_words, why_linked
from dualtrack.project.project import Project
from dualtrack.said import said

_METRICS_WITHOUT_CRITERION = 3
_BETWEEN = ", /"
_VALUE = re.compile(r"[^,\s/]+[,\s/]*")
"""One of a list, or of the names of a path, with what parts it from the next."""


@dataclass(frozen=True)
class RunRow:
    """A variant of finished runs, or another run. `metrics` and `params` are by name, those of the table; `runs` are the ids,
    that of the one that stands for all first; `repeats` counts those that say something new. `judged` is whether the criteria
    are judged by it, `verdict` how all of them together stand by it."""

    name: str
    address: str
    status: str
    metrics: Mapping[str, str]
    params: Mapping[str, str]
    commit: str
    why: str
    judged: bool
    runs: tuple[str, ...]
    repeats: int = 1
    verdict: Verdict | None = None


@dataclass(frozen=True)
class RunsTable:
    """The rows, the best for the criteria first and what has not finished last; the metrics that the criteria ask for, and the
    params that differ."""

    metrics: tuple[str, ...] = ()
    params: tuple[str, ...] = ()
    rows: tuple[RunRow, ...] = ()


def runs_table(project: Project, experiment: Experiment) -> RunsTable:
    """The table of all runs that are linked to an experiment, or were tried beside these; without what only holds others."""
    linked, ranking = linked_runs(project, experiment), evidence.ranked(project, experiment)
    every = (*linked.runs, *linked.beside)
    logged = sorted({name for run in every if run.finished for name in run.metrics})
    metrics = tuple(ranking.parts) or tuple(logged[:_METRICS_WITHOUT_CRITERION])
    searches = {run.parent for run in every}
    logging = {run.key: run for run in every}  # in the ranking, what they reached along the way is added to their metrics
    middles = ((logging[each.nearest(next(iter(metrics), "")).key], each) for each in ranking.variants)
    shown = [(run, each) for run, each in middles if run.metrics or run.id not in searches]
    unfinished = sorted((run for run in every if not run.finished), key=by_time, reverse=True)
    params = _differing([*(run for run, _ in shown), *unfinished], project.conventions(experiment).seeds)
    judged = {run.id for run in linked.runs if run.finished}
    verdicts = evidence.verdicts(project, experiment, judged)
    table = _Table(project, experiment, linked, ranking.parts, metrics, params, judged, verdicts)
    rows = [*(table.row(run, each) for run, each in shown), *(table.row(run, None) for run in unfinished)]
    return RunsTable(metrics, params, tuple(rows))


@dataclass(frozen=True)
class _Table:
    """What a row is made from."""

    project: Project
    experiment: Experiment
    linked: LinkedRuns
    parts: Mapping[str, Part]
    metrics: Sequence[str]
    params: Sequence[str]
    judged: Collection[str]
    verdicts: Mapping[str, Verdict]

    def row(self, run: Run, variant: Variant | None) -> RunRow:
        values = variant.metrics if variant else run.metrics
        runs = [run, *(each for each in variant.runs if each.key != run.key)] if variant else [run]
        return RunRow(
            run.shown,
            run.url,
            status_of(self.project, self.experiment, run),
            {name: self._shown(run._replace(metrics=values), name) for name in self.metrics if name in values},
            {name: run.params[name] for name in self.params if name in run.params},
            run.commit[:8],
            why_linked(self.project, self.experiment, self.linked, run),
            any(each.id in self.judged for each in runs),
            tuple(each.id for each in runs),
            len(variant.repeats) if variant else 1,
            next((self.verdicts[each.id] for each in runs if each.id in self.verdicts), None),
        )

    def _shown(self, run: Run, name: str) -> str:
        """With as many digits as tell a miss from a hit."""
        return self.parts[name].shown(run)[0] if name in self.parts else number(run.metrics[name])


def _differing(runs: Sequence[Run], seeds: Iterable[str]) -> tuple[str, ...]:
    """The params in which runs differ, seeds aside."""
    names = sorted({name for run in runs for name in run.params})
    return tuple(name for name in names if not is_seed(name, tuple(seeds)) and len({run.params.get(name) for run in runs}) > 1)


def cells(table: RunsTable, rows: int, params: int, width: int) -> list[tuple[str, ...]]:
    """The first rows below the names of the columns, as texts: those columns that tell something, and some of the params."""
    shown = table.rows[:rows]
    columns = [(said("run"), [row.name for row in shown])]
    columns += [(name, [row.metrics.get(name, "") for row in shown]) for name in table.metrics]
    columns += [(name, told_apart([row.params.get(name, "") for row in shown], width)) for name in table.params[:params]]
    repeats = [str(row.repeats) for row in shown]
    columns += [(said("repeats"), repeats)] if any(row.repeats > 1 for row in shown) else []
    verdicts = [WORDS[row.verdict] if row.verdict else "" for row in shown]
    columns += [(said("verdict"), verdicts)] if any(verdicts) else []
    statuses = [status_words(row.status) for row in shown]
    columns += [(said("status"), statuses)] if any(row.status != "finished" for row in shown) else []
    commits = [row.commit for row in shown]
    columns += [(said("commit"), commits)] if any(commits) else []
    return [tuple(name for name, _ in columns), *zip(*(texts for _, texts in columns), strict=True)]


def told_apart(texts: Sequence[str], width: int) -> list[str]:
    """The texts of a column in at most so many characters. The values that all long ones begin with are left out; what is still
    too long is cut at its end, after a whole value."""
    long = [_VALUE.findall(text) for text in texts if len(text) > width]
    columns = zip(*(values[:-1] for values in long), strict=False)
    shared = len([*takewhile(lambda values: len({value.rstrip(_BETWEEN) for value in values}) == 1, columns)])

    def short(text: str) -> str:
        if len(text) <= width or not shared or len(long) == 1:
            return shortened(text, width)
        opening = text[: len(text) - len(text.lstrip("[({"))]
        return shortened(f"{opening}… {''.join(_VALUE.findall(text)[shared:])}", width)

    whole = {text: short(text) for text in texts}
    counts = Counter(whole.values())
    # What is alike up to the cut differs at its end.
    return [f"…{text[1 - width :]}" if counts[whole[text]] > 1 and len(text) > width else whole[text] for text in texts]
