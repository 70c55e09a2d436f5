"""Score every customer: `PYTHONPATH=src python -m churn.batch`, each night at 02:00."""

from pathlib import Path

import pandas as pd
import yaml
from churn.data import customers, split
from churn.features import features
from churn.train import MODELS


def score(params: dict) -> pd.DataFrame:
    """A score for every customer, the most endangered first."""
    everyone = customers().drop_duplicates("customer")
    train = split(customers())["train"]
    model = MODELS[params["model"]](params).fit(features(train, params), train["churned"])
    chance = model.predict_proba(features(everyone, params))[:, 1].round(4)
    scores = pd.DataFrame({"customer": everyone["customer"], "score": chance})
    return scores.sort_values(["score", "customer"], ascending=[False, True])


def write(scores: pd.DataFrame, file: Path) -> None:
    """All or nothing: a night that fails must not leave half a file."""
    file.parent.mkdir(exist_ok=True)
    draft = file.with_suffix(".draft")
    scores.to_csv(draft, index=False)
    draft.replace(file)


if __name__ == "__main__":
    write(score(yaml.safe_load(Path("params.yaml").read_text())), Path("scores/latest.csv"))
