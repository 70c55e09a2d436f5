"""The rows of verdicts.md, and what is said of experiments without any effect."""

import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from dualtrack.model.criterion import parse_criterion
from dualtrack.model.judgement import Grounds, judge
from dualtrack.model.metric import Metric
from dualtrack.model.run import Dataset, Run
from dualtrack.model.verdict import Verdict

ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in Path(__file__).with_name("verdicts.md").read_text().splitlines()
    if line.startswith("|") and not line.startswith(("| criterion", "|---"))
]

OTHERS = [(1, True), (3, True), (5, True), *((repeats, False) for repeats in (1, 2, 3, 5))]
"""How often each variant is repeated, and whether the baseline is a run; these take seconds each."""


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
    )
    [judged] = judge([parse_criterion(criterion)], grounds)
    assert (judged.summary.rpartition(", ")[2] if judged.run else judged.verdict) == verdict


def test_there_are_enough_of_them() -> None:
    assert len(ROWS) >= 40


def _said(chance: random.Random, effect: float, repeats: int, criterion: str, baseline: dict[str, float]) -> Verdict:
    """The verdict on eight variants that are all as good as the bound, or better by an effect, in units of the noise."""
    runs = [
        _run(
            f"{variant}-{repeat}",
            {"f1": 0.72 + 0.01 * (effect + chance.gauss())},
            params={"n": str(variant), "seed": str(repeat)},
        )
        for variant in range(8)
        for repeat in range(repeats)
    ]
    return judge([parse_criterion(criterion)], Grounds(runs, baseline=baseline))[0].verdict


@pytest.mark.parametrize(
    ("repeats", "against_run"), [(2, True), *(pytest.param(*each, marks=pytest.mark.slow) for each in OTHERS)]
)
def test_the_luck_of_the_best_of_eight_is_not_called_met(repeats: int, against_run: bool) -> None:
    """With no effect, "met" is said in less than two of a hundred experiments; with one run each never."""
    chance = random.Random(f"{repeats} {against_run}")
    verdicts = []
    for _ in range(1000):
        baseline = {"f1": 0.72 + 0.01 * chance.gauss()} if against_run else {}
        criterion = "improves f1 by 0" if against_run else "f1 >= 0.72"
        verdicts.append(_said(chance, 0.0, repeats, criterion, baseline))
    assert verdicts.count("met") < (20 if repeats > 1 else 1)


@pytest.mark.parametrize(("repeats", "missed"), [(3, 100), pytest.param(5, 20, marks=pytest.mark.slow)])
def test_a_real_effect_is_seldom_missed(repeats: int, missed: int) -> None:
    """All variants are better by twice what a seed changes."""
    chance = random.Random(repeats)
    verdicts = [_said(chance, 2.0, repeats, "f1 >= 0.72", {}) for _ in range(1000)]
    assert 1000 - verdicts.count("met") < missed
