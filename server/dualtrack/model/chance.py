"""Whether what was measured is more than chance: how much seeds alone change a metric, and how lucky the best of many is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist, median, variance

from dualtrack.model.part import Part
from dualtrack.model.run import Run
from dualtrack.model.variants import Variant, repeated_last
from dualtrack.model.verdict import Verdict

_CHANCE = 0.0125
"""How often the best of several variants may be called better than a bound that none of them is better than."""
_SPREADS = (1.0, 0.5, 0.449, 0.298, 0.287)
"""The variance of the median of one, two … values, in units of theirs; of many it is π / 2n."""
_REPEATS = 3
"""With one variant, so many repeats that all hold say more than chance."""


@dataclass(frozen=True)
class Noise:
    """The pooled standard deviation of a metric over variants with repeats, and by how many values it is known."""

    deviation: float
    freedom: int


class Chance:
    """What chance does to the metrics of the variants that were tried. A variant is judged by a run with its medians, its
    `middle`."""

    def __init__(self, variants: Sequence[Variant], middles: Sequence[Run]) -> None:
        self._variants = variants
        self._variant_of = {middle.key: each for each, middle in zip(variants, middles, strict=True)}
        self._noises: dict[str, Noise | None] = {}
        self._counts: dict[str, int] = {}

    def variant_of(self, middle: Run) -> Variant:
        """The variant that a run with medians stands for."""
        return self._variant_of[middle.key]

    def noise(self, name: str) -> Noise | None:
        """How much a metric differs for nothing but chance; None where no variant was repeated."""
        if name not in self._noises:
            self._noises[name] = _noise_of(self._variants, name)
        return self._noises[name]

    def tried(self, name: str) -> int:
        """How many variants log a metric."""
        if name not in self._counts:
            self._counts[name] = sum(any(name in run.metrics for run in each.runs) for each in self._variants)
        return self._counts[name]

    def stands(self, part: Part, middle: Run) -> Verdict:
        """Whether a comparison holds in a variant, and by more than chance."""
        noise, holds = self.noise(part.name), part.holds(middle)
        if not holds:
            return "within noise" if noise and part.margin(middle) <= noise.deviation else "not met"
        values, tried = self._counting(part, middle)
        enough = _repeats_asked(tried) if self.tried(part.name) > 1 else _REPEATS
        if len(values) >= enough and all(map(part.is_met_by, values)):
            return "met"
        if not noise:
            return "met once"
        return "met" if part.margin(middle) > self.margin(part, middle, noise) else "within noise"

    def further(self, part: Part, middle: Run) -> int:
        """After how many further repeats a variant is met if all hold; 0 where one that counts with them does not."""
        if any(run.dirty or not run.params for run in self._variant_of[middle.key].runs):
            return 0  # each of its repeats is a variant of its own
        values, tried = self._counting(part, middle)
        enough = _repeats_asked(tried)
        if self.tried(part.name) < 2:
            enough = _REPEATS
        elif tried > 1 and all(each.begun_last for each in self._variants):
            values, enough = [], _repeats_asked(1)  # those made from now on count alone
        return max(0, enough - len(values)) if all(map(part.is_met_by, values)) else 0

    def _counting(self, part: Part, middle: Run) -> tuple[list[float], int]:
        """The values of a variant that count, and with how many variants it competes by these: those of the repeats that were
        made when it was chosen, if there are some."""
        own = self._variant_of[middle.key]
        later = next((later for each, later in self._repeated_last if each is own), None)
        if later and len(values := later.values(part.name)) > 1:
            return values, len(self._repeated_last)
        return own.values(part.name), self.tried(part.name)

    @cached_property
    def _repeated_last(self) -> list[tuple[Variant, Variant]]:
        return repeated_last(self._variants)

    def margin(self, part: Part, middle: Run, noise: Noise) -> float:
        """By how much the value of a variant must exceed the bound: what its luck in being chosen gave it is added."""
        if self.tried(part.name) < 2:
            return noise.deviation
        values, tried = self._counting(part, middle)
        counting = part.margin(middle._replace(metrics={part.name: median(values)}))
        luck = part.margin(middle) - (counting if part.is_met_by(median(values)) else -counting)
        return luck + _margin(noise, tried, len(values), part.against_run)


def _noise_of(variants: Sequence[Variant], name: str) -> Noise | None:
    """How much a metric differs for nothing but chance; None where no variant was repeated."""
    repeated = [values for each in variants if len(values := each.values(name)) > 1]
    freedom = sum(len(values) - 1 for values in repeated)
    if not freedom:
        return None
    return Noise(math.sqrt(sum((len(values) - 1) * variance(values) for values in repeated) / freedom), freedom)


def _margin(noise: Noise, tried: int, repeats: int, against_run: bool) -> float:
    """By how much a value must exceed a bound to be more than chance, where it is the best of `tried`.

    The best of several is better than the bound by luck the more likely, the more were tried; it must exceed what that would do
    in less than two of a hundred cases. `repeats` is of how many its value is the median; `against_run`: the bound comes from a
    run and has noise of its own.
    """
    spread = (_SPREADS[repeats - 1] if repeats <= len(_SPREADS) else math.pi / 2 / repeats) + against_run
    return noise.deviation * max(1.0, _quantile(1 - _CHANCE / tried, noise.freedom) * math.sqrt(spread))


def _repeats_asked(tried: int) -> int:
    """How many repeats of the best of `tried` must all hold so that this is more than chance, whatever the noise."""
    return math.ceil(math.log2(tried / _CHANCE))


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
