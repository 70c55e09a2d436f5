import pytest
from dualtrack.model.criterion import parse_criterion
from dualtrack.model.judgement import judge
from dualtrack.model.metric import tracked_names
from dualtrack.model.run import Run


def run(id: str, finished: bool = True, **metrics: float) -> Run:
    return Run("mlflow", id, id, finished, "finished" if finished else "running", None, None, metrics)


@pytest.mark.parametrize(
    ("criterion", "verdict", "best"),
    [
        ("val_f1 >= 0.72", "met", "b"),
        ("Validation F1 score > 0.73", "not met", "b"),
        ("val_loss < 0.2", "met", "a"),
        ("val_loss <= 0.1", "met", "a"),
        ("val_loss < 0.1", "not met", "a"),
        ("val_f1 >= 0.72 and val_loss < 0.2", "not met", "b"),
        ("val_f1 >= 0.99 or val_loss < 0.2", "met", "a"),
        ("F1 >= 0.7", "ambiguous", None),
        ("improves F1 by >= 0.03", "met", "b"),
        ("improves F1 by > 3 pp", "not met", "b"),
        ("recall >= 0.5", "not measured", None),
        ("val_f1 >= 0.72 after 3 runs", "not measured", None),
    ],
)
def test_the_best_finished_run_decides(criterion: str, verdict: str, best: str | None) -> None:
    runs = [
        run("a", val_f1=0.70, val_loss=0.1, train_f1=0.9),
        run("b", val_f1=0.72, val_loss=0.3, train_f1=0.95),
        run("c", finished=False, val_f1=0.99, val_loss=0.0),
    ]
    [judged] = judge([parse_criterion(criterion)], runs, {"val_f1": 0.69}, {})
    assert (judged.verdict, judged.run.id if judged.run else None) == (verdict, best)


def test_floats_are_compared_with_a_tolerance() -> None:
    assert judge([parse_criterion("val_f1 >= 0.7")], [run("a", val_f1=0.699999988079071)], {}, {})[0].verdict == "met"
    runs = [run("a", val_f1=0.1 + 0.2)]
    assert judge([parse_criterion("val_f1 <= 0.3")], runs, {}, {})[0].verdict == "met"
    assert judge([parse_criterion("val_f1 > 0.3")], runs, {}, {})[0].verdict == "not met"


@pytest.mark.parametrize(
    ("runs", "verdicts", "best"),
    [
        ([run("a", f1=0.8, ms=9.0), run("b", f1=0.7, ms=1.0)], ["met", "not met"], "a"),
        ([run("a", f1=0.8, ms=9.0), run("c", f1=0.75, ms=2.0)], ["met", "met"], "c"),
        ([], ["not measured", "not measured"], None),
    ],
)
def test_criteria_in_a_list_are_judged_by_one_run(runs: list[Run], verdicts: list[str], best: str | None) -> None:
    judged = judge([parse_criterion("f1 >= 0.75"), parse_criterion("ms < 5")], runs, {}, {})
    assert [each.verdict for each in judged] == verdicts
    assert {each.run.id if each.run else None for each in judged} == {best}


@pytest.mark.parametrize("tracked", ["val_f1", "validation_f1", "val/f1", "f1_val", "Validation F1", "valF1"])
def test_spellings_of_one_metric(tracked: str) -> None:
    assert tracked_names("Validation F1", [tracked, "train_f1", "val_f10"], {}) == [tracked]


def test_the_boards_map_decides_first() -> None:
    assert tracked_names("Validation F1", ["val_f1", "f1_weighted"], {"validation f1": "f1_weighted"}) == ["f1_weighted"]
