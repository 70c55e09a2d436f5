"""Train one model: `PYTHONPATH=src python -m churn.train --set learning_rate=0.03 --item EXP-24`."""

import argparse
from pathlib import Path

import mlflow
import yaml
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from churn.data import customers, split
from churn.evaluate import latency_ms, scores
from churn.features import features


def logistic(params: dict):
    return make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced"))


def boosting(params: dict):
    trees = HistGradientBoostingClassifier(
        max_iter=params["trees"],
        learning_rate=params["learning_rate"],
        max_leaf_nodes=params["leaves"],
        class_weight="balanced",
        early_stopping=False,
        random_state=0,
    )
    folds = StratifiedKFold(3, shuffle=True, random_state=params.get("seed", 0))
    return CalibratedClassifierCV(trees, method="isotonic", cv=folds) if params.get("calibrate") else trees


MODELS = {"logistic": logistic, "boosting": boosting}


def train(params: dict, holdout: bool = False) -> dict[str, float]:
    """Fit on train, score on train and val; on the holdout only when asked, so that nobody tunes on it."""
    tables = split(customers())
    columns, churned = features(tables["train"], params), tables["train"]["churned"]
    model = MODELS[params["model"]](params).fit(columns, churned)
    metrics = {"latency_ms": latency_ms(columns.shape[1], params["trees"] if params["model"] == "boosting" else 0)}
    for name in ("train", "val", "holdout") if holdout else ("train", "val"):
        probability = model.predict_proba(features(tables[name], params))[:, 1]
        metrics |= scores(name, tables[name]["churned"], probability, params["threshold"])
    return metrics


def log(params: dict, metrics: dict[str, float], item: str | None) -> None:
    """One run in mlflow.db; MLflow itself notes the commit."""
    mlflow.set_experiment("churn")
    with mlflow.start_run():
        mlflow.log_params(params)
        mlflow.log_metrics(metrics)
        if item:
            mlflow.set_tag("dualtrack.item", item)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="change a setting of params.yaml")
    parser.add_argument("--holdout", action="store_true", help="score on the holdout, too")
    parser.add_argument("--item", help="the task or experiment this run belongs to")
    arguments = parser.parse_args()
    params = yaml.safe_load(Path("params.yaml").read_text())
    for setting in arguments.set:
        key, _, value = setting.partition("=")
        params[key] = yaml.safe_load(value)
    metrics = train(params, arguments.holdout)
    log(params, metrics, arguments.item)
    for name, value in metrics.items():
        print(f"{name:12} {value}")


if __name__ == "__main__":
    main()
