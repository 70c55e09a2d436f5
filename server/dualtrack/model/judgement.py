"""Whether a criterion holds, by more than chance, given the finished runs that are linked to an experiment."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TypeAlias

from dualtrack.model.chance import Chance
from dualtrack.model.criterion import Clause, Criterion, operator_sign
from dualtrack.model.logged import Logged, Unjudged, better_high, names_meant, unknown_direction, with_extremes
from dualtrack.model.metric import Metric, Metrics, settings_of
from dualtrack.model.numbers import number
from dualtrack.model.part import Part
from dualtrack.model.run import Run
from dualtrack.model.variants import Variant, variants_of
from dualtrack.model.verdict import VERDICTS, WORDS, Judgement, Verdict
from dualtrack.model.words import folded
from dualtrack.said import joined, plural, said


@dataclass(frozen=True)
class Grounds:
    """What is judged: the linked runs, and those `beside` them that were tried as well; the baseline's values, and its run
    where that is known; what the board says of its metrics and of params that are seeds."""

    runs: Sequence[Run] = ()
    beside: Sequence[Run] = ()
    baseline: Mapping[str, float] = field(default_factory=dict[str, float])
    baseline_run: Run | None = None
    metrics: Metrics = field(default_factory=dict[str, Metric])
    seeds: Collection[str] = ()
    changed: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """By commit, the files of the evaluation that differ there from what they were at the baseline's."""
    code: Mapping[str, str] = field(default_factory=dict[str, str])
    """By commit, what is alike for commits with the same code, as far as that is known."""


def judge(criteria: Sequence[Criterion], grounds: Grounds) -> list[Judgement]:
    """Judge criteria that must all hold, by one variant: one that meets them all, else the best for the first of them. Of
    those that are as good for one, the next decides."""
    measured = _Measured(grounds, criteria)
    read = [(criterion, measured.alternatives(criterion)) for criterion in criteria]
    ranked = measured.ranked([alternatives for _, alternatives in read])
    if len(read) < 2:
        return [measured.success(*each, ranked) for each in read]
    meeting = [run for run in ranked if all(measured.success(*each, [run]).holds for each in read)]
    best = next((found.run for each in read if (found := measured.success(*each, meeting or ranked)).run), None)
    return [measured.success(*each, [measured.middle_of(best)] if best else []) for each in read]


def judge_stop(criteria: Sequence[Criterion], success: Sequence[Criterion], grounds: Grounds) -> list[Judgement]:
    """Judge stop criteria, each by the best variant so far. Which is better is what the success criteria ask for, else what is
    known of the metric."""
    measured = _Measured(grounds, (*criteria, *success))
    directions: dict[str, bool] = {}
    for part in (part for each in success for parts in measured.alternatives(each) for part in _parts(parts)):
        if part.comparison.operator != "==":
            directions.setdefault(part.name, part.high)
    return [measured.stop(criterion, measured.alternatives(criterion), directions) for criterion in criteria]


@dataclass(frozen=True)
class Ranking:
    """The variants that were tried, the best for the criteria first, and the comparisons that these ask for, by the tracker's
    names of their metrics; of several with one metric the first."""

    variants: Sequence[Variant] = ()
    parts: Mapping[str, Part] = field(default_factory=dict[str, Part])


def ranking(criteria: Sequence[Criterion], grounds: Grounds) -> Ranking:
    """All variants of finished runs; those that log nothing of what is asked for come last, the latest first."""
    measured = _Measured(grounds, criteria)
    read = [measured.alternatives(criterion) for criterion in criteria]
    parts: dict[str, Part] = {}
    for part in (part for alternatives in read for each in alternatives for part in _parts(each)):
        parts.setdefault(part.name, part)
    latest_first = measured.runs[::-1]
    best_first = sorted(latest_first, key=lambda run: _goodness(run, read), reverse=True)
    return Ranking([measured.chance.variant_of(run) for run in best_first], parts)


def verdicts_by(criteria: Sequence[Criterion], grounds: Grounds, ids: Collection[str]) -> dict[str, Verdict]:
    """How criteria that must all hold stand by the variants of some runs, by the ids of these."""
    measured = _Measured(grounds, criteria)
    read = [(criterion, measured.alternatives(criterion)) for criterion in criteria]
    middles = {run.id: measured.middle_of(run) for run in (*grounds.runs, *grounds.beside) if run.finished and run.id in ids}
    verdicts: dict[str, Verdict] = {}
    for id, middle in middles.items() if read else ():
        verdicts[id] = VERDICTS[min(VERDICTS.index(measured.success(*each, [middle]).verdict) for each in read)]
    return verdicts


def better_beside(criteria: Sequence[Criterion], grounds: Grounds) -> tuple[Judgement, Judgement] | None:
    """How the first criterion stands by the runs to judge, and by one beside them that is better by more than the noise."""
    if not criteria or not grounds.beside:
        return None
    everything = replace(grounds, runs=(*grounds.runs, *grounds.beside), beside=())
    judged, best = judge(criteria, grounds)[0], judge(criteria, everything)[0]
    if not judged.run or not best.run or best.run in grounds.runs or best.values.keys() != judged.values.keys():
        return None
    is_better = _Measured(everything, criteria).is_better(best.run, judged.run, criteria[0], next(iter(best.values)))
    return (judged, best) if is_better else None


_Alternative: TypeAlias = Sequence[Part] | Unjudged


def _parts(alternative: _Alternative) -> Sequence[Part]:
    return () if isinstance(alternative, Unjudged) else alternative


class _Measured:
    """What finished runs logged, beside the baseline and what the board says of its metrics.

    A variant is judged as one run with the medians of its repeats. `runs` are all that were tried, `linked` those to judge.
    """

    def __init__(self, grounds: Grounds, criteria: Sequence[Criterion]) -> None:
        self._original = {run.key: run for run in (*grounds.runs, *grounds.beside) if run.finished}
        finished = [with_extremes(run) for run in grounds.runs if run.finished]
        beside = (with_extremes(run) for run in grounds.beside if run.finished)
        names = sorted({name for run in grounds.runs if run.finished for name in run.metrics})
        clauses = (clause for criterion in criteria for alternative in criterion.alternatives for clause in alternative)
        judged = {name for clause in clauses for name in names_meant(clause.metric, names, grounds.metrics)[1]}
        variants = variants_of((*finished, *beside), grounds.seeds, judged, grounds.code)
        middles = [next(each.runs)._replace(metrics=each.metrics) for each in variants]
        self._middles = {run.key: middle for each, middle in zip(variants, middles, strict=True) for run in each.runs}
        self.chance = Chance(variants, middles)
        linked = {run.key for run in finished}
        self._count = [run for each in variants for run in each.runs if run.key in linked]
        self.runs = middles
        self.linked = [
            each for each, variant in zip(middles, variants, strict=True) if any(run.key in linked for run in variant.runs)
        ]
        baseline = {**(grounds.baseline_run.metrics if grounds.baseline_run else {}), **grounds.baseline}
        self._logged = Logged(self.linked, names, baseline, grounds.metrics)
        self._grounds = grounds

    def middle_of(self, run: Run) -> Run:
        """The run with the medians of the variant that a run is a repeat of."""
        return self._middles[run.key]

    def is_better(self, run: Run, than: Run, criterion: Criterion, name: str) -> bool:
        """Whether the variant of a run is better for a criterion than another's, by more than the noise in a metric."""
        run, than, noise = self.middle_of(run), self.middle_of(than), self.chance.noise(name)
        read = [self.alternatives(criterion)]
        gap = abs(run.metrics[name] - than.metrics[name])
        return _goodness(run, read) > _goodness(than, read) and gap > (noise.deviation if noise else 0)

    def alternatives(self, criterion: Criterion) -> list[_Alternative]:
        """The alternatives of a criterion in the tracker's names, or why one cannot be judged."""
        return [self._alternative(clauses) for clauses in criterion.alternatives]

    def ranked(self, criteria: Sequence[Sequence[_Alternative]]) -> list[Run]:
        """The runs to judge, the best first."""
        return sorted(self.linked, key=lambda run: (_goodness(run, criteria), run.id), reverse=True)

    def success(self, criterion: Criterion, alternatives: Sequence[_Alternative], by: Sequence[Run]) -> Judgement:
        """Whether it holds in one of some runs; of those that are as good, the first."""
        return _best_of(self._success(criterion, alternative, by) for alternative in alternatives)

    def stop(self, criterion: Criterion, alternatives: Sequence[_Alternative], directions: Mapping[str, bool]) -> Judgement:
        """Whether it holds in the best run."""
        return _best_of(self._stop(criterion, alternative, directions) for alternative in alternatives)

    def _alternative(self, clauses: Sequence[Clause]) -> _Alternative:
        try:
            return [self._logged.part(clause) for clause in clauses]
        except Unjudged as unknown:
            return unknown.with_traceback(None)  # whose frames hold the exception, a cycle of all that was read

    def _success(self, criterion: Criterion, parts: _Alternative, by: Sequence[Run]) -> Judgement:
        if unknown := self._unknown(criterion, parts):
            return unknown
        parts = _parts(parts)
        held = [(run, [part.holds(run) for part in parts]) for run in by]
        held = [(run, each) for run, each in held if any(holds is not None for holds in each)]
        if not held:
            return Judgement(criterion, "not measured", said("{part} not measured", parts[0].name))
        meeting = [run for run, each in held if all(each)]
        undecided = [run for run, each in held if False not in each]
        best_first = sorted(
            meeting or undecided or [run for run, _ in held],
            key=lambda run: [part.goodness(run) for part in parts],
            reverse=True,
        )
        if undecided and not meeting:
            return self._judgement(criterion, "not measured", [(part, best_first[0]) for part in parts])
        # Each is compared as one of many, so that whichever holds by more than chance is one that does.
        best = next((run for run in best_first if self._weakest(parts, run) == "met"), best_first[0])
        verdict = self._weakest(parts, best)
        differs = self._differs(best) if any(part.against_run for part in parts) else ""
        if differs:
            verdict = "not comparable"
        return self._judgement(criterion, verdict, [(part, best) for part in parts], differs, best is best_first[0])

    def _weakest(self, parts: Sequence[Part], middle: Run) -> Verdict:
        stands: list[Verdict] = [self.chance.stands(part, middle) for part in parts if part.name in middle.metrics]
        return min(stands, key=VERDICTS.index)

    def _differs(self, middle: Run) -> str:
        """What differs between a variant and the baseline in data or evaluation; empty where nothing is known to differ."""
        baseline = self._grounds.baseline_run
        then = {(data.name, data.role): data.digest for data in baseline.datasets} if baseline else {}
        for data in middle.datasets:
            before = then.get((data.name, data.role), "")
            if before and data.digest and before != data.digest and folded(data.role) not in ("train", "training"):
                return said("{data} is not the data of the baseline", data.name)
        if files := self._grounds.changed.get(middle.commit):
            others = said(" and {files}", plural(len(files) - 1, "more file")) if len(files) > 1 else ""
            return said("{file}{others} changed since the baseline", files[0], others)
        return ""

    def _stop(self, criterion: Criterion, parts: _Alternative, directions: Mapping[str, bool]) -> Judgement:
        if unknown := self._unknown(criterion, parts):
            return unknown
        chosen: list[tuple[Part, Run]] = []
        for part in _parts(parts):
            stated = settings_of(part.name, part.name, self._logged.metrics)
            high = directions.get(part.name, better_high(part.name, stated))
            logged = [run for run in self.linked if part.name in run.metrics]
            if high is None and len({part.holds(run) for run in logged}) > 1:
                return self._judged_unknown(criterion, unknown_direction(part.name, part.name))
            aimed = replace(part, high=not part.high if high is None else high)
            chosen.append((part, max(logged, key=lambda run: (aimed.goodness(run), run.id))))
        holds = all(part.holds(run) for part, run in chosen)
        return self._judgement(criterion, "met" if holds else "not met", chosen)

    def _unknown(self, criterion: Criterion, parts: _Alternative) -> Judgement | None:
        if isinstance(parts, Unjudged):
            return self._judged_unknown(criterion, parts)
        wanted = max(part.comparison.after_runs for part in parts)
        logging = (run for run in self._count if any(part.name in run.metrics for part in parts))
        count = len(list(islice(logging, wanted)))
        if count < wanted:
            return Judgement(criterion, "not measured", said("{count} of {runs} finished", count, plural(wanted, "run")))
        return None

    def _judged_unknown(self, criterion: Criterion, why: Unjudged) -> Judgement:
        return Judgement(criterion, why.verdict, why.summary, stuck=bool(self._logged.names), answers=why.answers)

    def _judgement(
        self,
        criterion: Criterion,
        verdict: Verdict,
        chosen: Sequence[tuple[Part, Run]],
        differs: str = "",
        is_best: bool = True,
    ) -> Judgement:
        values: dict[str, str] = {}
        words: list[str] = []
        for part, run in chosen:
            value, bound = part.shown(run)
            asked = f"{operator_sign(part.comparison.operator)} {bound}"
            values[part.name] = value
            words.append(joined(" ", (part.name, value, asked if part.holds(run) else said("(asked: {asked})", asked))))
        first, middle = chosen[0]
        chance, noise = self.chance, self.chance.noise(first.name)
        variant, tried = chance.variant_of(middle), chance.tried(first.name)
        repeats = len(variant.values(first.name))
        margin = chance.margin(first, middle, noise) if noise and first.holds(middle) else noise.deviation if noise else None
        stands: str = said("not comparable: {differs}", differs) if differs else WORDS[verdict]
        if noise and margin is not None and verdict == "within noise":
            by_seeds, asked = number(noise.deviation, 2), number(margin, 2)
            needed = said("; margin of {asked} needed", asked) if asked != by_seeds else ""
            stands += said(" (seeds ± {noise}{needed})", by_seeds, needed)
        holds = all(part.holds(run) for part, run in chosen)
        further = (
            [chance.further(part, run) for part, run in chosen] if holds and verdict in ("met once", "within noise") else [0]
        )
        stands += said(" · median of {repeats}", repeats) if repeats > 1 else ""
        if tried > 1:
            stands += said(" · best of {tried} variants", tried) if is_best else said(" · one of {tried} variants", tried)
        compared = joined(" and ", words)
        return Judgement(
            *(criterion, verdict, joined(", ", (compared, stands)), self._original[variant.nearest(first.name).key], values),
            *(holds, tried, repeats, margin, max(further) if all(further) else 0, bool(differs), differs),
            compared=compared,
        )


def _goodness(run: Run, criteria: Sequence[Sequence[_Alternative]]) -> list[list[float]]:
    return [max([part.goodness(run) for part in _parts(each)] for each in alternatives) for alternatives in criteria]


def _best_of(judgements: Iterable[Judgement]) -> Judgement:
    return max(judgements, key=lambda judgement: VERDICTS.index(judgement.verdict))
