import pytest
from dualtrack.model.criterion import BaselineChange, Comparison, CriterionError, parse_criterion


@pytest.mark.parametrize(
    ("text", "alternatives"),
    [
        ("Validation F1 >= 0.72", [[Comparison("Validation F1", ">=", 0.72)]]),
        ("val_f1≥0.72", [[Comparison("val_f1", ">=", 0.72)]]),
        ("accuracy > 80%", [[Comparison("accuracy", ">", 0.8)]]),
        ("0.7 <= f1", [[Comparison("f1", ">=", 0.7)]]),
        (
            "80% < val accuracy after 3 runs and loss <= 1",
            [[Comparison("val accuracy", ">", 0.8, 3), Comparison("loss", "<=", 1)]],
        ),
        ("200 ms >= p95 latency", [[Comparison("p95 latency", "<=", 200)]]),
        ("1 - f1 <= 0.3", [[Comparison("1 - f1", "<=", 0.3)]]),
        ("f1 is greater than or equal to 0.7", [[Comparison("f1", ">=", 0.7)]]),
        ("loss must be less than or equal to 0.7", [[Comparison("loss", "<=", 0.7)]]),
        ("f1 must be equal to or greater than 0.7", [[Comparison("f1", ">=", 0.7)]]),
        ("f1 at or above 0.7", [[Comparison("f1", ">=", 0.7)]]),
        ("f1 no worse than 0.7", [[Comparison("f1", ">=", 0.7)]]),
        ("loss not worse than 0.7", [[Comparison("loss", "<=", 0.7)]]),
        ("loss better than 0.7", [[Comparison("loss", "<", 0.7)]]),
        ("latency within 200 ms", [[Comparison("latency", "<=", 200)]]),
        ("latency up to 2 min", [[Comparison("latency", "<=", 2)]]),
        ("training time <= 3 h", [[Comparison("training time", "<=", 3)]]),
        ("size <= 20 MiB", [[Comparison("size", "<=", 20)]]),
        ("loss = 1e-3", [[Comparison("loss", "==", 0.001)]]),
        ("val_f1 < 0.65 after 3 runs", [[Comparison("val_f1", "<", 0.65, 3)]]),
        ("Adding feature X improves F1 by >= 0.03", [[BaselineChange("F1", None, 0.03, False, False)]]),
        ("improves F1 by 3 pp", [[BaselineChange("F1", None, 0.03, False, False)]]),
        ("it reduces p95 latency by > 10%", [[BaselineChange("p95 latency", False, 0.1, True, True)]]),
        (
            "a >= 1 and b < 2 or c > 3",
            [[Comparison("a", ">=", 1), Comparison("b", "<", 2)], [Comparison("c", ">", 3)]],
        ),
        (
            "lower-bound >= 3 and increase rate >= 2",
            [[Comparison("lower-bound", ">=", 3), Comparison("increase rate", ">=", 2)]],
        ),
        ("top 5 accuracy >= .9", [[Comparison("top 5 accuracy", ">=", 0.9)]]),
        ("F1 => 0.7 and loss =< 2", [[Comparison("F1", ">=", 0.7), Comparison("loss", "<=", 2)]]),
        ("F1 at least 0.72", [[Comparison("F1", ">=", 0.72)]]),
        (
            "accuracy > 80 percent or recall >= 70 per cent",
            [[Comparison("accuracy", ">", 0.8)], [Comparison("recall", ">=", 0.7)]],
        ),
        ("F1 is more than 72%", [[Comparison("F1", ">", 0.72)]]),
        ("latency at most 50 ms or errors below 3", [[Comparison("latency", "<=", 50)], [Comparison("errors", "<", 3)]]),
        ("F1 not below 0.7", [[Comparison("F1", ">=", 0.7)]]),
        ("latency must not be over 50", [[Comparison("latency", "<=", 50)]]),
        ("accuracy over 3 folds >= 0.7", [[Comparison("accuracy over 3 folds", ">=", 0.7)]]),
        ("errors above 3 and F1 > 0.5", [[Comparison("errors", ">", 3), Comparison("F1", ">", 0.5)]]),
        ("area under curve >= 0.8", [[Comparison("area under curve", ">=", 0.8)]]),
        ("F1 score must be >= 0.72", [[Comparison("F1 score", ">=", 0.72)]]),
        ("F1 needs to be >= 0.72 and loss shall be below 2", [[Comparison("F1", ">=", 0.72), Comparison("loss", "<", 2)]]),
        ("F1 of at least 0.72", [[Comparison("F1", ">=", 0.72)]]),
        ("p95 <= 50ms after 3 runs", [[Comparison("p95", "<=", 50, 3)]]),
        ("F1 improves by at least 0.03", [[BaselineChange("F1", None, 0.03, False, False)]]),
        ("increase F1 by 3 percentage points", [[BaselineChange("F1", True, 0.03, False, False)]]),
        ("p95 latency drops by more than 10%", [[BaselineChange("p95 latency", False, 0.1, True, True)]]),
        ("p95 latency decreases by 5 ms", [[BaselineChange("p95 latency", False, 5, False, False)]]),
    ],
)
def test_criteria_are_read(text: str, alternatives: list[list[Comparison]]) -> None:
    assert [list(clauses) for clauses in parse_criterion(text).alternatives] == alternatives


@pytest.mark.parametrize(
    ("text", "word", "message"),
    [
        ("we'll know it when we see it", "we'll know it when we see it", "names no number"),
        ("churn no worse than 0.7", "no worse than", 'whether more or less is better is not known of "churn"'),
        ("f1 within 0.7", "0.7", "no criterion from"),
        ("0.7 < f1 < 0.9", "<", 'nothing can follow "f1" but'),
        ("F1 >= high 5", "high", "no criterion from"),
        ("F1 != 0.5", "=", "no criterion from"),
        ("F1 must not drop by more than 0.01", "not", '"not" is no part of a metric'),
        ("F1 doesn't really fall below 0.7", "doesn't", '"doesn\'t" is no part of a metric'),
        ("adding X does not improve F1 by 0.03", "not", '"not" is no part of a metric'),
        ("F1 >= 0.72 on holdout", "on", 'nothing can follow "0.72" but and, or, after N runs'),
        ("F1 >= 0.72 (currently 0.69)", "(currently", 'nothing can follow "0.72" but'),
        ("F1 >= 0.7 after 3 runs at best", "at", 'nothing can follow "runs" but'),
        ("latency increases by at most 5%", "at most", '"at most" sets no least change'),
        ("F1 >= 0,72", "0,72", '"0,72" has a comma; decimals have a point'),
        ("improves F1 by 0,03 or so", "0,03", '"0,03" has a comma; decimals have a point'),
        ("F1 at 0.7", "0.7", "no criterion from"),
        ("F1 5 >=", ">=", "no criterion from"),
    ],
)
def test_what_is_no_criterion_says_where(text: str, word: str, message: str) -> None:
    with pytest.raises(CriterionError) as raised:
        parse_criterion(text)
    span = raised.value.span
    assert text[span.start : span.end] == word
    assert message in raised.value.message


def test_change_is_measured_against_the_baseline() -> None:
    assert BaselineChange("F1", True, 0.03, False, False).against(0.69, upwards=True) == Comparison("F1", ">=", 0.72)
    assert BaselineChange("loss", False, 0.1, True, True).against(2.0, upwards=False) == Comparison("loss", "<", 1.8)
    assert BaselineChange("acc", None, 0.03, False, False).against(71.0, upwards=True, scale=100) == Comparison("acc", ">=", 74)


def test_no_number_of_runs_is_too_long_to_be_refused() -> None:
    with pytest.raises(CriterionError):
        parse_criterion(f"f1 >= 0.7 after {'9' * 5000} runs")
