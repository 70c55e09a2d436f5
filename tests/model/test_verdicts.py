"""The rows of verdicts.md."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from dualtrack.model.criterion import parse_criterion
from dualtrack.model.judgement import Grounds, judge
from dualtrack.model.metric import Metric
from dualtrack.model.run import Dataset, Run

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in Path(__file__).with_name("verdicts.md").read_text().splitlines()
    if line.startswith("|") and not line.startswith(("| criterion", "|---"))
]
BEGAN = datetime(2026, 11, 2, tzinfo=UTC)


def _run(id: str, metrics: dict[str, float], **others: object) -> Run:
    return Run("mlflow", id, "", True, "finished", None, None, metrics)._replace(**others)


def _runs(logged: str, given: list[str]) -> Iterator[tuple[int, Run]]:
    """The runs with the numbers of their variants."""
    history = next((each.split()[1:] for each in given if each.startswith("history ")), None)
    columns = [(name, values.split("/")) for name, _, values in (part.partition(" ") for part in logged.split(" and "))]
    data = next((each.removeprefix("data ").split() for each in given if each.startswith("data ")), None)
    number = count()
    for variant in range(len(columns[0][1])):
        for repeat in range(len(columns[0][1][variant].split())):
            n = next(number)
            metrics = {name: float(values[variant].split()[repeat]) for name, values in columns}
            params = {"depth": str(variant), "seed": "1" if "same seeds" in given else str(repeat)}
            if "seeds in fold" in given:
                params = {"depth": str(variant), "fold": str(repeat)}
            if "no seeds" in given:
                del params["seed"]
            digest = str(n) if "other data" in given else data[0] if data else "d"
            yield (
                variant,
                _run(
                    f"run{n:05}",
                    metrics,
                    finished="running" not in given,
                    params={} if "no params" in given else params,
                    dirty="dirty" in given or None,
                    started=BEGAN + timedelta(hours=repeat, minutes=variant) if "repeated later" in given else None,
                    best={name: (float(history[0]), float(history[1])) for name in metrics} if history else {},
                    commit=str(n) if "other commits" in given else "c",
                    datasets=(Dataset("held", digest, data[1] if data and data[1:] else "evaluation"),),
                ),
            )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[1]} {row[2]}")
def test_verdict(row: list[str]) -> None:
    criterion, logged, stated, verdict, _ = row
    given = [each.strip() for each in stated.split(";")]
    runs = list(_runs(logged, given))
    name = logged.partition(" ")[0]
    if search := next((each.split()[1:] for each in given if each.startswith("search ")), []):
        runs = [(variant, run._replace(parent="search")) for variant, run in runs]
        runs.append((0, _run("search", {key: float(value) for key, value in zip(search[::2], search[1::2], strict=True)})))
    if "evaluated" in given:
        runs += [(variant, run._replace(id=f"{run.id}e", parent=run.id, params={})) for variant, run in runs]
    values = {each.rpartition(" ")[0]: each.rpartition(" ")[2] for each in given}
    cited = [run for variant, run in runs if "cited 1" not in given or not variant]
    if "cited 1 run" in given:
        cited = [max(cited, key=lambda run: run.metrics[name])]
    baseline_data = next((each.split()[2:] for each in given if each.startswith("baseline data")), None)
    baseline_run = None
    if "baseline run" in values:
        role = (baseline_data or [""])[1:] or ["evaluation"]
        used = (Dataset("held", baseline_data[0], role[0]),) if baseline_data else ()
        baseline_run = _run("baseline", {name: float(values["baseline run"])}, datasets=used)
    grounds = Grounds(
        cited,
        [run for _, run in runs if run not in cited],
        {name: float(values["baseline"])} if "baseline" in values else {},
        baseline_run,
        {name: Metric.model_validate({key: values[key] for key in ("better", "scale") if key in values})},
        ("fold",) if "seeds in fold" in given else (),
        {"c": ["splits/val.csv", "eval.py"]} if "evaluation changed" in given else {},
        {run.commit: "same" for _, run in runs} if "the same code" in given else {},
    )
    [judged] = judge([parse_criterion(criterion)], grounds)
    assert (judged.summary.rpartition(", ")[2] if judged.run else judged.verdict) == verdict


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 40
