"""What was tried: runs that differ in nothing but their seeds are repeats of one variant, and tell how much chance does."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from statistics import median

from dualtrack.model.run import NOTHING, Run

_SEED = re.compile(r"(?:.*[_.\-/])?(?:seed|random_?state)", re.IGNORECASE)


@dataclass(frozen=True)
class Variant:
    """Runs with the same params, seeds aside, the same code and the same data. Those with the same seeds too are one repeat:
    they say nothing new, but one may log what another does not."""

    repeats: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> Iterator[Run]:
        return (run for repeat in self.repeats for run in repeat)

    @property
    def begun_last(self) -> datetime | None:
        """When the last of its runs began; None where that is not known of all."""
        begun = [run.started for run in self.runs if run.started]
        return max(begun) if len(begun) == sum(map(len, self.repeats)) else None

    def since(self, then: datetime) -> "Variant":
        """With those of its repeats that began after a time."""
        return replace(self, repeats=tuple(each for each in self.repeats if all(r.started and r.started > then for r in each)))

    @property
    def metrics(self) -> Mapping[str, float]:
        """The median of each metric over the repeats that log it."""
        names = {name: None for run in self.runs for name in run.metrics}
        return {name: median(self.values(name)) for name in names}

    def values(self, name: str) -> list[float]:
        """What the repeats logged of a metric, each at last."""
        last = (next((run for run in reversed(repeat) if name in run.metrics), None) for repeat in self.repeats)
        return [run.metrics[name] for run in last if run]

    def nearest(self, name: str) -> Run:
        """The run whose value is closest to the median, which stands for all."""
        middle = median(values) if (values := self.values(name)) else 0.0
        return min(self.runs, key=lambda run: (abs(run.metrics.get(name, math.inf) - middle), run.id))


def variants_of(
    runs: Sequence[Run],
    seeds: Collection[str] = (),
    judged: Collection[str] = (),
    code: Mapping[str, str] = NOTHING,
) -> list[Variant]:
    """The variants that runs are, in the order of their first runs. A run that logs no params, or was made in a work tree that
    differed from its commit, cannot be known to repeat another; `seeds` are further params that only make chance differ. Of the
    metrics `judged`, a run above others, as that of a search, may repeat what the best of them logged: both are one.
    Commits with the same `code` are as good as one."""
    found: dict[object, dict[object, list[Run]]] = {}
    repeated = _repeated(runs, judged)
    for run in runs:
        if run.key not in repeated:
            variant, repeat = _place(run, seeds, code)
            found.setdefault(variant, {}).setdefault(repeat, []).append(run)
    for run in runs:
        if trial := repeated.get(run.key):
            variant, repeat = _place(trial, seeds, code)
            own = {name: value for name, value in run.metrics.items() if name not in trial.metrics}
            found[variant][repeat].append(run._replace(metrics=own))
    return [Variant(tuple(map(tuple, repeats.values()))) for repeats in found.values()]


def _place(run: Run, seeds: Collection[str], code: Mapping[str, str]) -> tuple[object, object]:
    """What is alike in the runs of one variant, and in those of one repeat."""
    params = sorted(run.params.items())
    seed = tuple(entry for entry in params if is_seed(entry[0], seeds))
    others = tuple(entry for entry in params if entry not in seed)
    variant = run.key if run.dirty or not params else (others, code.get(run.commit, run.commit), frozenset(run.datasets))
    # Without a seed, the same values to the last digit come from the same chance.
    return variant, seed or tuple(sorted(run.metrics.items()))


def _repeated(runs: Sequence[Run], judged: Collection[str]) -> dict[tuple[str, str], Run]:
    """By the keys of runs that are no trials of their own, the trial whose values they repeat. That is one nested below them;
    the only one, if it logs no params, repeats the run above it, as one that evaluates what that has trained."""
    nested: dict[tuple[str, str], list[Run]] = {}
    for run in runs:
        if run.parent and run.parent != run.id:
            nested.setdefault((run.tracker, run.parent), []).append(run)
    found: dict[tuple[str, str], Run] = {}
    for run in runs if nested else ():
        below = nested.get(run.key, [])
        both = [name for name in judged if name in run.metrics and any(name in each.metrics for each in below)]
        same = (each for each in below if all(each.metrics.get(name) == run.metrics[name] for name in both))
        if both and (trial := next(same, None)):
            is_evaluation = len(below) == 1 and run.params and not trial.params
            found[(trial if is_evaluation else run).key] = run if is_evaluation else trial
    return _ends(found)


def _ends(repeated: Mapping[tuple[str, str], Run]) -> dict[tuple[str, str], Run]:
    """The trial at the end of runs that repeat each other, by the key of each; nothing for those of a loop."""
    ends: dict[tuple[str, str], Run | None] = {}
    for start in repeated:
        key, last = start, None
        passed: list[tuple[str, str]] = []
        while key in repeated and key not in ends:
            ends[key] = None
            passed.append(key)
            last = repeated[key]
            key = last.key
        ends.update(dict.fromkeys(passed, ends.get(key, last)))
    return {key: end for key, end in ends.items() if end}


def is_seed(name: str, seeds: Collection[str] = ()) -> bool:
    """Whether a param only makes chance differ: `seed`, `random_state`, `numpy_seed`, or what the board names."""
    return name in seeds or _names_seed(name)


@lru_cache(maxsize=10_000)
def _names_seed(name: str) -> bool:
    return _SEED.fullmatch(name) is not None


def repeated_last(variants: Sequence[Variant]) -> list[tuple[Variant, Variant]]:
    """The variants that alone were run at the end, at least twice each, and each with these repeats. They were chosen by what
    was known before, so that what they reached then owes nothing to the luck of the choice. None where it is not known when a
    run began."""
    timed = [(then, each) for each in variants if (then := each.begun_last)]
    if len(timed) < len(variants):
        return []
    timed.sort(key=lambda entry: entry[0], reverse=True)
    for count, (then, _) in enumerate(timed[1:], 1):
        if all(len(each.since(then).repeats) > 1 for _, each in timed[:count]):
            return [(each, each.since(then)) for _, each in timed[:count]]
    return []
