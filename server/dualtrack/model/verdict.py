"""How a criterion stands: the one value that the card, the hover, the terminal and the quotation show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from dualtrack.model.criterion import Criterion
from dualtrack.model.metric import Metric
from dualtrack.model.run import Run
from dualtrack.said import joined, said

Verdict = Literal["not met", "not measured", "unclear", "not comparable", "within noise", "met once", "met"]
VERDICTS = get_args(Verdict)
"""Of alternatives the last of these counts: what is not known may hold. Of comparisons that must all hold, the first."""
WORDS: Mapping[Verdict, str] = {
    "not met": said("not met"),
    "not measured": said("not measured"),
    "unclear": said("unclear"),
    "not comparable": said("not comparable"),
    "within noise": said("within noise"),
    "met once": said("met once"),
    "met": said("met"),
}
_MARKS: Mapping[Verdict, str] = {
    "met": "✓ " + WORDS["met"],
    "met once": "✓ " + WORDS["met once"],
    "within noise": "≈ " + WORDS["within noise"],
    "not met": "✗ " + WORDS["not met"],
}


class Answer(NamedTuple):
    """What a board's `metrics:` could say of a metric, by the name that the criterion has for it."""

    metric: str
    says: Metric


@dataclass(frozen=True)
class Judgement:
    """The verdict on one criterion: the one value that every surface shows.

    `run` is the run that it rests on, of several repeats the one that stands for them; `values` what it reached, as it is
    shown, by the metric's name; `holds` whether that meets the bound, chance aside. `tried` counts the variants, `repeats` the
    runs that the value is the median of; `noise` is the margin that is more than chance, None where that is not known;
    `further` counts the repeats that, if all hold, make it met, 0 where that is not known.
    `summary` reads `val_f1 0.731 ≥ 0.72, met once · best of 8 variants`. `stuck`: no further run changes that it cannot be
    judged; each of the `answers` would. `differs` is what keeps it from being compared with the baseline.
    """

    criterion: Criterion
    verdict: Verdict
    summary: str
    run: Run | None = None
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    holds: bool = False
    tried: int = 0
    repeats: int = 0
    noise: float | None = None
    further: int = 0
    stuck: bool = False
    differs: str = ""
    answers: tuple[Answer, ...] = ()
    compared: str = ""
    """The part of the summary before the verdict."""

    @property
    def measured(self) -> str:
        """What was reached: `val_f1 0.731`."""
        return joined(", ", (joined(" ", each) for each in self.values.items()))

    @property
    def stands(self) -> str:
        """The verdict where there is little room: `✓ met once · best of 8`."""
        best = said(" · best of {tried}", self.tried) if self.tried > 1 else ""
        return _MARKS.get(self.verdict, WORDS[self.verdict]) + best
