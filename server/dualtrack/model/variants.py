"""What was tried: runs that differ in nothing but their seeds are repeats of one variant, and tell how much chance does."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, median, variance

from dualtrack.model.run import Run

_SEED = re.compile(r"(?:.*[_.\-/])?(?:seed|random_?state)", re.IGNORECASE)
_CHANCE = 0.015
"""How often the best of several variants may be called better than a bound that none of them is better than."""
_SPREADS = (1.0, 0.5, 0.449, 0.298, 0.287)
"""The variance of the median of one, two … values, in units of theirs; of many it is π / 2n."""
_REPEATS = 3
"""With one variant, so many repeats that all hold say more than chance."""


@dataclass(frozen=True)
class Variant:
    """Runs with the same params, seeds aside, the same commit and the same data. Those with the same seeds too are one repeat:
    they say nothing new, but one may log what another does not."""

    repeats: tuple[tuple[Run, ...], ...]

    @property
    def runs(self) -> Iterator[Run]:
        return (run for repeat in self.repeats for run in repeat)

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


@dataclass(frozen=True)
class Noise:
    """The pooled standard deviation of a metric over variants with repeats, and by how many values it is known."""

    deviation: float
    freedom: int


def variants_of(runs: Iterable[Run], seeds: Collection[str] = ()) -> list[Variant]:
    """The variants that runs are, in the order of their first runs. A run that logs no params, or was made in a work tree that
    differed from its commit, cannot be known to repeat another; `seeds` are further params that only make chance differ."""
    found: dict[object, dict[object, list[Run]]] = {}
    for run in runs:
        params = sorted(run.params.items())
        seed = tuple(entry for entry in params if is_seed(entry[0], seeds))
        others = tuple(entry for entry in params if entry not in seed)
        variant = run.key if run.dirty or not params else (others, run.commit, frozenset(run.datasets))
        # Without a seed, the same values to the last digit come from the same chance.
        repeat = seed or tuple(sorted(run.metrics.items()))
        found.setdefault(variant, {}).setdefault(repeat, []).append(run)
    return [Variant(tuple(map(tuple, repeats.values()))) for repeats in found.values()]


def is_seed(name: str, seeds: Collection[str] = ()) -> bool:
    """Whether a param only makes chance differ: `seed`, `random_state`, `numpy_seed`, or what the board names."""
    return name in seeds or _names_seed(name)


@lru_cache(maxsize=10_000)
def _names_seed(name: str) -> bool:
    return _SEED.fullmatch(name) is not None


def noise_of(variants: Sequence[Variant], name: str) -> Noise | None:
    """How much a metric differs for nothing but chance; None where no variant was repeated."""
    repeated = [values for each in variants if len(values := each.values(name)) > 1]
    freedom = sum(len(values) - 1 for values in repeated)
    if not freedom:
        return None
    return Noise(math.sqrt(sum((len(values) - 1) * variance(values) for values in repeated) / freedom), freedom)


def margin_asked(noise: Noise, tried: int, repeats: int, against_run: bool) -> float:
    """By how much a value must exceed a bound to be more than chance.

    Of one variant, by the noise. The best of several is better than the bound by luck the more likely, the more were tried; it
    must exceed what that would do in less than two of a hundred cases. `repeats` is of how many its value is the median;
    `against_run`: the bound comes from a run and has noise of its own.
    """
    if tried < 2:
        return noise.deviation
    spread = (_SPREADS[repeats - 1] if repeats <= len(_SPREADS) else math.pi / 2 / repeats) + against_run
    return noise.deviation * max(1.0, _quantile(1 - _CHANCE / tried, noise.freedom) * math.sqrt(spread))


def repeats_asked(tried: int) -> int:
    """How many repeats must all hold so that this is more than chance, whatever the noise."""
    return _REPEATS if tried < 2 else math.ceil(math.log2(tried / _CHANCE))


def _quantile(share: float, freedom: int) -> float:
    """The quantile of Student's t distribution: exact for one and two degrees of freedom, else by its expansion around the
    normal distribution (Abramowitz and Stegun 26.7.5)."""
    if freedom == 1:
        return math.tan(math.pi * (share - 0.5))
    if freedom == 2:
        return (2 * share - 1) / math.sqrt(2 * share * (1 - share))
    z = NormalDist().inv_cdf(share)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, 1))
