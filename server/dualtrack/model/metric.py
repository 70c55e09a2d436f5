"""Names of metrics, as people write them and as trackers store them, and what a name says of the metric.

Normalisation: a name is split at spaces, `_`, `-`, `/`, `.`, `@`, brackets, Markdown's `*` and backticks, and where a capital
begins a word, without case; `R²` is `R2`.
`validation`, `valid`, `dev`, `eval` and `evaluation` become `val`, `training` becomes `train`, `testing`, `holdout`, `hold out`
and `hold-out` become `test`, `acc` becomes `accuracy`; the word `score` says nothing, alone or at the end of a word; the order
of the words does not count. So "Validation F1", `val_f1`, `val/f1-score`, `eval_F1Score` and `f1_val` are one name, and so are
a long and a short one of the same metric (`mean_absolute_error` and `mae`, `roc_auc` and `auroc`). Where a tracker has
several of them, those count that name the split in the same word.
"""

import re
import unicodedata
from collections.abc import Collection, Mapping
from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

_SPLIT = re.compile(r"[\s_\-/.@()\[\]*`]+|(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_HOLD_OUT = re.compile(r"(?i)hold[ _-]?out")
_SAME = {
    **dict.fromkeys(("validation", "valid", "dev", "eval", "evaluation"), "val"),
    "training": "train",
    "acc": "accuracy",
    **dict.fromkeys(("testing", "holdout"), "test"),
}
_AREAS = {"auc", "auroc"}
_SPLITS = {"val", "train", "test"}
_SILENT = {"score", "the", ""}


def _word_set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_LOW = _word_set(
    "loss losses error errors err rmse rmsle mae mse msle mape smape wape mdape wer cer ter eer mer fid kid"
    " perplexity ppl brier logloss nll ece entropy latency time duration seconds minutes ms cost costs size memory"
    " mb gb bytes regret deviance divergence kl distance fpr fnr false misclassification bpc bpb violations failures"
)
_SHARES = _word_set(
    "accuracy f1 f2 fbeta precision prec recall auc auroc rocauc roc auprc prauc aupr map ap ndcg mrr iou miou"
    " jaccard dice sensitivity specificity tpr tnr ppv npv r2 bleu rouge meteor chrf ssim kappa mcc uptime conversion ctr"
    " pass em match hit hits top1 top5 success win acceptance"
)
_ERROR_SHARES = _word_set("wer cer ter eer mer mape smape wape mdape fpr fnr misclassification")
"""They can exceed 1, or 100 percent."""
_COUNTS = _word_set("count counts total number num")
_HIGH = (_SHARES - _word_set("match hit win success acceptance")) | _word_set(
    "psnr throughput speedup correlation pearson spearman gain lift reward return returns savings likelihood elo gini true"
    " reduction improvement"
)
# `f1_drop`, `auc_std` and `loss_weight` are something of the metric, and `1 - f1` is what it lacks.
_DERIVED = _word_set(
    "drop drops std stdev stddev var variance diff difference delta gap minus saved decrease degradation weight weights scale"
    " threshold budget target limit"
)
_UNITS = {
    **{unit: unit for unit in ("ns", "ms", "s")},
    **{each.lower(): each for each in ("KB", "MB", "GB", "TB", "KiB", "MiB", "GiB", "TiB")},
    **dict.fromkeys(("us", "µs", "μs", "microseconds", "microsecond"), "µs"),
    **dict.fromkeys(("millis", "milliseconds", "millisecond"), "ms"),
    **dict.fromkeys(("sec", "secs", "second", "seconds"), "s"),
    **dict.fromkeys(("minute", "minutes", "mins", "min"), "min"),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), "h"),
    **dict.fromkeys(("day", "days"), "days"),
    **dict.fromkeys(("byte", "bytes"), "bytes"),
}
_SECONDS = {"ns": 1e-9, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "h": 3600.0, "days": 86400.0}
"""Without `min`, which in a metric's name means the lowest as well."""
# Names of one metric, of which the longer ones stand first.
_ONE = [
    (_word_set(words), name)
    for words, name in (
        ("root mean squared error", "rmse"),
        ("mean squared error", "mse"),
        ("mean absolute percentage error", "mape"),
        ("mean absolute error", "mae"),
        ("matthews corrcoef", "mcc"),
        ("matthews correlation coefficient", "mcc"),
        ("log loss", "logloss"),
        ("roc auc", "auroc"),
        ("rocauc", "auroc"),
        ("pr auc", "auprc"),
        ("prauc", "auprc"),
        ("sensitivity", "recall"),
        ("tpr", "recall"),
        ("ppv", "precision"),
        ("tnr", "specificity"),
    )
]
_REST = re.compile(r"\W*1\s*[-−–]")


class Metric(BaseModel):
    """What a board's `metrics:` says of one: its name in the tracker, whether it is better `low` or `high`, and whether it is
    logged as 0…100 (`percent`) or 0…1 (`fraction`)."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    name: str = ""
    better: Literal["low", "high", ""] = ""
    scale: Literal["percent", "fraction", ""] = ""


Metrics = Mapping[str, Metric]


@cache
def normal(name: str) -> frozenset[str]:
    """The words of a name, made comparable."""
    words = frozenset(_SAME.get(word, word) for word in _words(name))
    for longer, one in _ONE:
        words = words - longer | {one} if longer <= words else words
    return words


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_in_order(name))


def _in_order(name: str) -> list[str]:
    words = (word.lower() for word in _SPLIT.split(_HOLD_OUT.sub("holdout", unicodedata.normalize("NFKC", name))))
    return [word.removesuffix("score") or word for word in words if word not in _SILENT]


@cache
def _joined(name: str) -> tuple[frozenset[str], str]:
    """The splits that a name says, and all else as one word."""
    return normal(name) & _SPLITS, "".join(word for word in _in_order(name) if _SAME.get(word, word) not in _SPLITS)


def tracked_names(written: str, tracked: Collection[str], metrics: Metrics) -> list[str]:
    """The tracker's names that a written name can mean; more than one is ambiguous.

    The board's `metrics:` decides first, then the exact name, then the normal form, then, for a name without a split, the names
    that add only a split ("F1" may mean `val_f1`), then the words written as one ("log loss", `logloss`), then the last part of
    a name with a path (`results/eval/f1`).
    """
    words = normal(written)
    for alias, metric in metrics.items():
        if metric.name and normal(alias) == words:
            same = sorted(name for name in tracked if _dotted(name) == _dotted(metric.name))
            return [metric.name] if metric.name in tracked else same
    if written in tracked:
        return [written]
    same = sorted(name for name in tracked if normal(name) == words)
    if len(same) > 1:
        return [name for name in same if _words(name) == _words(written)] or same
    if not same and not words & _SPLITS:
        same = sorted(name for name in tracked if normal(name) - _SPLITS == words)
    if not same:
        splits, word = _joined(written)
        same = sorted(name for name in tracked if _joined(name)[1] == word and splits in (set(), _joined(name)[0]))
    same = same or sorted(name for name in tracked if "/" in name and normal(name.rpartition("/")[2]) == words)
    return same or _areas(words, tracked)


def _dotted(name: str) -> str:
    """A name as it is written below others: what is logged to DVCLive as `val/mae` stands in its files as `val.mae`."""
    return name.replace("/", ".")


def _areas(words: frozenset[str], tracked: Collection[str]) -> list[str]:
    """AUC is that of the ROC curve, and the other way round, where no other curve is tracked."""
    mine, named = words & _AREAS, {name: normal(name) for name in tracked}
    if not mine or any("auprc" in each or "pr" in each for each in named.values()):
        return []
    rest = words - _AREAS
    found = sorted(name for name, each in named.items() if each & _AREAS and each - _AREAS == rest)
    return found or sorted(name for name, each in named.items() if each & _AREAS and each - _AREAS - _SPLITS == rest)


def alike_names(written: str, tracked: Collection[str]) -> list[str]:
    """The tracker's names that share a word with a written one, the split aside."""
    words = normal(written) - _SPLITS
    return sorted(name for name in tracked if not words.isdisjoint(normal(name)))


def settings_of(written: str, name: str, metrics: Metrics) -> Metric:
    """What the board says of a metric by a name that is written, or by the one in the tracker."""
    known = {normal(each) for each in (written, name)}
    said = [metric for alias, metric in metrics.items() if metric.name == name or normal(alias) in known]
    better = next((each for each in said if each.better), Metric()).better
    return Metric(name=name, better=better, scale=next((each for each in said if each.scale), Metric()).scale)


def is_better_high(name: str) -> bool | None:
    """Whether more of a metric is better, as far as its name says so; None where it says nothing, or two things."""
    words = normal(name)
    if not words.isdisjoint(_DERIVED) or _REST.match(name):
        return None
    low, high = not words.isdisjoint(_LOW), not words.isdisjoint(_HIGH)
    negated = not words.isdisjoint({"neg", "negative"}) and words.isdisjoint({"true", "false"})
    return None if low == high else high != negated


def unit_in(name: str) -> str:
    """The unit in which the last word of a name says that a metric is logged, or that a unit's name stands for."""
    return _UNITS.get(next(iter(_in_order(name)[-1:]), ""), "")


def times_of_unit(unit: str, other: str) -> float | None:
    """How many of another unit one is, for units of time; None of units for which that is not known."""
    return _SECONDS[unit] / _SECONDS[other] if unit in _SECONDS and other in _SECONDS else None


def is_share(name: str) -> bool:
    """Whether a metric of this name lies between 0 and 1, or 0 and 100 where it is logged in percent."""
    return not (words := normal(name)).isdisjoint(_SHARES | _ERROR_SHARES) and words.isdisjoint(_COUNTS)


def scales_differ(name: str, value: float, other: float) -> bool:
    """Whether of two values of a metric, neither below 0, one seems to be in percent and the other not."""
    low, high = min(value, other), max(value, other)
    # 120 words of 100 can be wrong, and 1.8 % of a forecast.
    return is_share(name) and 0 < low <= 1 < high and (high > 2 or not normal(name).isdisjoint(_SHARES))
