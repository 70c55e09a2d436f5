import pytest
from dualtrack.model.criterion import Criterion, parse_criterion
from dualtrack.model.judgement import Grounds, judge, judge_stop
from dualtrack.model.metric import Metric, is_better_high, tracked_names
from dualtrack.model.run import Run
from dualtrack.model.verdict import Judgement


def judged_by(
    criteria: list[Criterion], runs: list[Run], baseline: dict[str, float], metrics: dict[str, Metric]
) -> list[Judgement]:
    return judge(criteria, Grounds(runs, baseline=baseline, metrics=metrics))


def run(id: str, finished: bool = True, **metrics: float) -> Run:
    return Run("mlflow", id, id, finished, "finished" if finished else "running", None, None, metrics)


@pytest.mark.parametrize(
    ("criterion", "verdict", "best"),
    [
        ("val_f1 >= 0.72", "met once", "b"),
        ("Validation F1 score > 0.73", "not met", "b"),
        ("val_loss < 0.2", "met once", "a"),
        ("val_loss <= 0.1", "met once", "a"),
        ("val_loss < 0.1", "not met", "a"),
        ("val_f1 >= 0.72 and val_loss < 0.2", "not met", "b"),
        ("val_f1 >= 0.99 or val_loss < 0.2", "met once", "a"),
        ("F1 >= 0.7", "unclear", None),
        ("improves F1 by >= 0.03", "met once", "b"),
        ("improves F1 by > 3 pp", "not met", "b"),
        ("improves avg_prec by >= 0.05", "met once", "a"),
        ("recall >= 0.5", "not measured", None),
        ("val_f1 >= 0.72 after 3 runs", "not measured", None),
    ],
)
def test_the_best_finished_run_decides(criterion: str, verdict: str, best: str | None) -> None:
    runs = [
        run("a", val_f1=0.70, val_loss=0.1, train_f1=0.9, avg_prec=0.8),
        run("b", val_f1=0.72, val_loss=0.3, train_f1=0.95, avg_prec=0.7),
        run("c", finished=False, val_f1=0.99, val_loss=0.0),
    ]
    [judged] = judged_by([parse_criterion(criterion)], runs, {"val_f1": 0.69, "avg_prec": 0.7}, {})
    assert (judged.verdict, judged.run.id if judged.run else None) == (verdict, best)


def test_floats_are_compared_with_a_tolerance() -> None:
    assert judged_by([parse_criterion("val_f1 >= 0.7")], [run("a", val_f1=0.699999988079071)], {}, {})[0].verdict == "met once"
    runs = [run("a", val_f1=0.1 + 0.2)]
    assert judged_by([parse_criterion("val_f1 <= 0.3")], runs, {}, {})[0].verdict == "met once"
    assert judged_by([parse_criterion("val_f1 > 0.3")], runs, {}, {})[0].verdict == "not met"


@pytest.mark.parametrize(
    ("runs", "verdicts", "best"),
    [
        ([run("a", f1=0.8, ms=9.0), run("b", f1=0.7, ms=1.0)], ["met once", "not met"], "a"),
        ([run("a", f1=0.8, ms=9.0), run("c", f1=0.75, ms=2.0)], ["met once", "met once"], "c"),
        ([run("a", f1=0.8, ms=1.0), run("b", f1=0.8, ms=2.0)], ["met once", "met once"], "a"),
        ([], ["not measured", "not measured"], None),
    ],
)
def test_criteria_in_a_list_are_judged_by_one_run(runs: list[Run], verdicts: list[str], best: str | None) -> None:
    judged = judged_by([parse_criterion("f1 >= 0.75"), parse_criterion("ms < 5")], runs, {}, {})
    assert [each.verdict for each in judged] == verdicts
    assert {each.run.id if each.run else None for each in judged} == {best}


@pytest.mark.parametrize(
    "tracked",
    [
        "val_f1",
        "validation_f1",
        "val/f1",
        "f1_val",
        "Validation F1",
        "valF1",
        "eval_f1",
        "val_F1Score",
        "val/f1-score",
        "F1Val",
    ],
)
def test_spellings_of_one_metric(tracked: str) -> None:
    assert tracked_names("Validation F1", [tracked, "train_f1", "val_f10"], {}) == [tracked]


@pytest.mark.parametrize(
    ("written", "tracked"),
    [
        ("log loss", "logloss"),
        ("AUC", "val_roc_auc"),
        ("ROC AUC", "auc"),
        ("AUPRC", "pr_auc"),
        ("RMSE", "val_root_mean_squared_error"),
        ("MAE", "mean_absolute_error"),
        ("MCC", "matthews_corrcoef"),
        ("val recall", "val_sensitivity"),
        ("BLEU-4", "bleu4"),
        ("top-5 accuracy", "val_top5_accuracy"),
        ("R²", "r2"),
        ("`f1`", "f1"),
        ("**F1**", "val_f1"),
    ],
)
def test_words_written_as_one_and_marks_are_no_difference(written: str, tracked: str) -> None:
    assert tracked_names(written, [tracked, "test5"], {}) == [tracked]


def test_the_boards_map_decides_first() -> None:
    assert tracked_names("Validation F1", ["val_f1", "f1_weighted"], {"validation f1": Metric(name="f1_weighted")}) == [
        "f1_weighted"
    ]


def test_a_split_in_the_same_word_comes_before_one_that_means_the_same() -> None:
    assert tracked_names("Holdout F1", ["holdout_f1", "test_f1"], {}) == ["holdout_f1"]
    assert tracked_names("hold-out F1", ["test_f1"], {}) == ["test_f1"]
    paths = ["results/eval/dice_multi", "results/train/dice_multi", "dice"]
    assert tracked_names("Dice multi", paths, {}) == paths[:2], "a name with a path is found by its last part"
    assert tracked_names("dice", paths, {}) == ["dice"]
    assert tracked_names("Validation F1", ["eval_f1", "dev_f1"], {}) == ["dev_f1", "eval_f1"]


@pytest.mark.parametrize(
    ("criterion", "metrics", "baseline", "summary"),
    [
        # "improves" means up or down, as the metric does.
        ("improves RMSE by >= 0.1", {"rmse": 0.85}, {"rmse": 1.0}, "rmse 0.85 ≤ 0.9, met once"),
        ("improves RMSE by >= 0.1", {"rmse": 1.2}, {"rmse": 1.0}, "rmse 1.2 (asked: ≤ 0.9), not met"),
        ("validation loss improves by 10%", {"val_loss": 0.3}, {"val_loss": 0.4}, "val_loss 0.3 ≤ 0.36, met once"),
        ("improves F1 by 0.03", {"f1": 0.73}, {"f1": 0.69}, "f1 0.73 ≥ 0.72, met once"),
        ("improves churn by 0.03", {"churn": 0.73}, {"churn": 0.69}, "whether churn is better high or low is not known"),
        ("reduces churn by 0.03", {"churn": 0.6}, {"churn": 0.69}, "churn 0.6 ≤ 0.66, met once"),
        ("increases loss by 0.1", {"loss": 0.6}, {"loss": 0.5}, "loss 0.6 ≥ 0.6, met once"),
        # A share is logged as 0…1 or 0…100.
        ("accuracy >= 80%", {"accuracy": 0.81}, {}, "accuracy 0.81 ≥ 80%, met once"),
        ("accuracy >= 80%", {"accuracy": 79.0}, {}, "accuracy is logged as 79, and 80% is asked: the scale is not known"),
        ("accuracy >= 0.8", {"accuracy": 79.0}, {}, "accuracy is logged as 79, and 0.8 is asked: the scale is not known"),
        ("accuracy >= 80", {"accuracy": 0.81}, {}, "accuracy is logged as 0.81, and 80 is asked: the scale is not known"),
        ("accuracy >= 80", {"accuracy": 81.0}, {}, "accuracy 81 ≥ 80, met once"),
        *(
            (
                f"{name} {asked}",
                {name: logged},
                {},
                f"{name} is logged as {logged:g}, and {asked[3:]} is asked: the scale is not known",
            )
            for name, asked, logged in (
                ("exact_match", ">= 0.8", 79.0),
                ("r2", ">= 0.9", 92.0),
                ("bleu", ">= 0.3", 28.0),
                ("pass@1", ">= 0.5", 41.0),
                ("success_rate", ">= 0.9", 88.0),
                ("wer", "<= 0.12", 11.0),
                ("uptime", ">= 99.9", 0.999),
                ("mape", "<= 10", 0.08),
            )
        ),
        ("wer <= 0.12", {"wer": 1.2}, {}, "wer 1.2 (asked: ≤ 0.12), not met"),
        ("mape <= 2.5", {"mape": 1.8}, {}, "mape 1.8 ≤ 2.5, met once"),
        ("pass_count >= 1", {"pass_count": 79.0}, {}, "pass_count 79 ≥ 1, met once"),
        ("growth >= 150%", {"growth": 1.6}, {}, "growth 1.6 ≥ 150%, met once"),
        ("rows >= 50", {"rows": 0.0}, {}, "rows 0 (asked: ≥ 50), not met"),
        (
            "improves accuracy by 3 pp",
            {"accuracy": 72.0},
            {"accuracy": 71.0},
            "accuracy is logged as 72: in percent or not is not known",
        ),
        (
            "improves accuracy by 0.03",
            {"accuracy": 72.0},
            {"accuracy": 71.0},
            "accuracy is logged as 72: in percent or not is not known",
        ),
        (
            "improves gain by 3%",
            {"gain": 0.0},
            {"gain": 0.0},
            "the baseline of gain is 0, and no percentage of it is a change",
        ),
        ("rows >= 1000000", {"rows": 999990.0}, {}, "rows 999990 (asked: ≥ 1000000), not met"),
        ("improves accuracy by 3%", {"accuracy": 75.0}, {"accuracy": 71.0}, "accuracy 75 ≥ 73.13, met once"),
        ("improves F1 by 0.03", {"f1": 73.0}, {"f1": 0.69}, "f1 is logged as 73, and its baseline is 0.69"),
        # A miss is never shown as a hit, and a bound as it was written.
        ("f1 >= 0.72", {"f1": 0.71996}, {}, "f1 0.71996 (asked: ≥ 0.72), not met"),
        ("f1 > 0.7200", {"f1": 0.72}, {}, "f1 0.72 (asked: > 0.7200), not met"),
        ("latency_ms <= 0.2 s", {"latency_ms": 200.0004}, {}, "latency_ms 200.0004 (asked: ≤ 0.2 s), not met"),
        ("reduces latency_ms by 0.1 s", {"latency_ms": 80.0}, {"latency_ms": 200.0}, "latency_ms 80 ≤ 100, met once"),
        ("latency_min <= 2 s", {"latency_min": 1.5}, {}, "latency_min is logged in min, and the criterion is in s"),
        ("latency <= 50 ms", {"latency": 50.0004}, {}, "latency 50.0004 (asked: ≤ 50 ms), not met"),
        ("improves f1 by 0.03", {"f1": 0.719996}, {"f1": 0.69}, "f1 0.719996 (asked: ≥ 0.72), not met"),
        # What is not known may hold, so an alternative that fails is not the last word.
        ("f1 >= 0.8 or recall >= 0.9", {"f1": 0.7}, {}, "recall not measured: the runs log f1"),
    ],
)
def test_direction_scale_and_digits(
    criterion: str, metrics: dict[str, float], baseline: dict[str, float], summary: str
) -> None:
    [judged] = judged_by([parse_criterion(criterion)], [run("a", **metrics)], baseline, {})
    assert judged.summary == summary


@pytest.mark.parametrize(
    ("criterion", "metrics", "baseline", "settings", "verdict"),
    [
        ("improves churn by 0.03", {"churn": 0.6}, {"churn": 0.69}, Metric(better="low"), "met once"),
        ("improves churn by 0.03", {"churn": 0.6}, {"churn": 0.69}, Metric(better="high"), "not met"),
        ("churn >= 80%", {"churn": 79.0}, {}, Metric(scale="percent"), "not met"),
        ("churn >= 80%", {"churn": 81.0}, {}, Metric(scale="percent"), "met once"),
        ("increases churn by 3 pp", {"churn": 73.0}, {"churn": 71.0}, Metric(scale="percent"), "not met"),
        ("increases churn by 3 pp", {"churn": 74.0}, {"churn": 71.0}, Metric(scale="percent"), "met once"),
        ("churn >= 80%", {"churn": 1.2}, {}, Metric(scale="fraction"), "met once"),
    ],
)
def test_a_board_says_what_a_name_does_not(
    criterion: str, metrics: dict[str, float], baseline: dict[str, float], settings: Metric, verdict: str
) -> None:
    [judged] = judged_by([parse_criterion(criterion)], [run("a", **metrics)], baseline, {"Churn": settings})
    assert judged.verdict == verdict


@pytest.mark.parametrize(
    ("criterion", "values", "verdict", "shown"),
    [
        ("f1 < 0.65 after 3 runs", [0.6, 0.74, 0.73], "not met", "f1 0.74"),
        ("f1 < 0.65 after 3 runs", [0.6, 0.61, 0.62], "met", "f1 0.62"),
        ("f1 < 0.65 after 3 runs", [0.6, 0.61], "not measured", ""),
        ("loss > 0.5", [0.9, 0.2], "not met", "loss 0.2"),
        ("loss > 0.5", [0.9, 0.7], "met", "loss 0.7"),
    ],
)
def test_a_stop_criterion_is_judged_by_the_best_run(criterion: str, values: list[float], verdict: str, shown: str) -> None:
    name = criterion.split()[0]
    runs = [run(str(number), **{name: value}) for number, value in enumerate(values)]
    runs.append(run("without", other=1.0)) if verdict != "not measured" else None
    [judged] = judge_stop([parse_criterion(criterion)], [], Grounds(runs))
    assert (judged.verdict, " ".join(f"{name} {value}" for name, value in judged.values.items())) == (verdict, shown)


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("val_loss", False),
        ("RMSE", False),
        ("p95 latency", False),
        ("test/word-error-rate", False),
        ("neg_mean_squared_error", True),
        ("negative log likelihood", False),
        ("false_negative_rate", False),
        ("error_reduction", None),
        ("AUC", True),
        ("churn", None),
        ("f1_drop", None),
        ("val_f1_std", None),
        ("1 - AUC", None),
        ("loss_weight", None),
    ],
)
def test_a_name_says_which_way_is_better(name: str, better: bool | None) -> None:
    assert is_better_high(name) is better


@pytest.mark.parametrize(
    ("stop", "success", "values", "verdict"),
    [
        ("val_loss < 0.3", "", (0.9, 0.2), "met"),
        ("margin < 0.3", "", (0.9, 0.2), "unclear"),
        ("margin < 0.3", "", (0.1, 0.2), "met"),
        ("margin < 0.3", "margin >= 0.8", (0.9, 0.2), "not met"),
        ("margin > 0.3", "margin <= 0.1", (0.9, 0.2), "not met"),
    ],
)
def test_which_run_is_best_so_far_is_known_from_the_goal_or_the_name(
    stop: str, success: str, values: tuple[float, ...], verdict: str
) -> None:
    runs = [run(str(index), **{stop.split()[0]: value}) for index, value in enumerate(values)]
    wanted = [parse_criterion(success)] if success else []
    assert judge_stop([parse_criterion(stop)], wanted, Grounds(runs))[0].verdict == verdict


def test_what_no_run_logged_is_not_missed() -> None:
    runs = [run("a", f1=0.8), run("b", f1=0.7, ms=9.0), run("parent")]
    assert judged_by([parse_criterion("f1 >= 0.75 and ms < 10")], runs, {}, {})[0].verdict == "not measured"
    assert judged_by([parse_criterion("f1 >= 0.9 and ms < 10")], runs, {}, {})[0].verdict == "not met"


@pytest.mark.parametrize(("named", "verdict"), [("val/mae", "met once"), ("val.mae", "met once"), ("test/mae", "not measured")])
def test_a_metric_is_found_by_the_name_it_is_logged_by(named: str, verdict: str) -> None:
    """DVCLive writes what is logged as `val/mae` into its file as `val.mae`."""
    runs = [run("a", **{"val.mae": 1.1})]
    criterion = parse_criterion("validation error drops by 10%")
    metrics = {"validation error": Metric(name=named, better="low")}
    assert judged_by([criterion], runs, {named: 1.5}, metrics)[0].verdict == verdict
