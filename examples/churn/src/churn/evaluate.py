"""The metrics of a run."""

import numpy as np
import pandas as pd
from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

METRICS = {
    "train": {"f1"},
    "val": {"f1", "auc", "brier"},
    "holdout": {"f1"},
}


def scores(split: str, churned: pd.Series, probability: np.ndarray, threshold: float) -> dict[str, float]:
    """The metrics of one split; four digits are more than the data can tell."""
    values = {
        "f1": f1_score(churned, probability >= threshold),
        "auc": roc_auc_score(churned, probability),
        "brier": brier_score_loss(churned, probability),
    }
    return {f"{split}_{name}": round(float(values[name]), 4) for name in values if name in METRICS[split]}


def latency_ms(columns: int, trees: int) -> float:
    """Milliseconds for one customer, estimated from the work: a clock would say something else at every run."""
    return round(0.6 + 0.04 * columns + 0.011 * trees, 2)
