import pytest
from churn.train import train

SMALL = {
    "model": "logistic",
    "features": ["account"],
    "months": 6,
    "trees": 5,
    "learning_rate": 0.1,
    "leaves": 4,
    "threshold": 0.5,
}


@pytest.mark.parametrize("model", ["logistic", "boosting"])
def test_a_model_beats_guessing(model):
    assert train(SMALL | {"model": model})["val_auc"] > 0.6


def test_the_holdout_is_scored_only_when_asked():
    assert "holdout_f1" not in train(SMALL)
    assert "holdout_f1" in train(SMALL, holdout=True)
