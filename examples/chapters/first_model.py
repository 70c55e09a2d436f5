"""Days -56 to -33: a first model, its runs, and two experiments that did not help."""

from team import ANA, BEN, CHEN, DANA, Team
from templates import File, planned, working

from chapters import earlier_code as code

first_readme = File(
    "README.md",
    replace={
        "| `tracks/` | our board: tasks, experiments, the sprint, model versions, findings |\n": "",
        "| `docs/` | model card, deployment |\n": "",
        "| `deploy/`, `.github/workflows/` | the image that makes the call list, and what tests and builds it |\n": "",
        "| `mlflow.db` | the training runs (not in git) |\n": "",
        " --set learning_rate=0.03 --item EXP-24": "",
        "    mlflow ui --backend-store-uri sqlite:///mlflow.db\n": "",
    },
)


def tell(team: Team) -> None:
    start(team)
    log_runs_and_export_usage(team)
    try_longer_window(team)
    try_oversampling(team)


def start(team: Team) -> None:
    team.commit(ANA, -56, "09:10", "Start the churn project", first_readme, ".gitignore", "requirements.txt", "pytest.ini")
    test_data = File(
        "tests/test_data.py",
        replace={"split, usage": "split"},
        cut=("def test_usage_covers_every_customer_for_twelve_months",),
    )
    team.commit(
        CHEN,
        -56,
        "11:40",
        "Read the customers and split them by number\n\nSo that a customer stays in one split in every export.",
        "src/churn/__init__.py",
        code.data_customers,
        test_data,
    )
    team.commit(
        ANA,
        -55,
        "10:05",
        "feat: a logistic model on what the contract says",
        code.features_account,
        code.train_unlogged,
        "src/churn/evaluate.py",
        code.params_account,
        File("tests/test_features.py", replace={"    assert not columns.isna().any().any()\n": ""}),
        File("tests/test_train.py", replace={'["logistic", "boosting"]': '["logistic"]'}),
    )
    team.commit(DANA, -54, "14:20", "Look at who leaves", "notebooks/explore_churn.ipynb")
    team.commit(
        ANA,
        -53,
        "09:30",
        "Keep our work beside the code\n\nTasks and experiments as files: reviewed like everything else.",
        "dualtrack.yaml",
        planned("TASK-11"),
        planned("DATA-9"),
        planned("EXP-20"),
    )


def log_runs_and_export_usage(team: Team) -> None:
    team.commit(BEN, -52, "09:15", "TASK-11: started", working("TASK-11", "in-progress"))
    team.branch("task-11-log-runs")
    team.commit(BEN, -52, "15:40", "feat(TASK-11): log settings, metrics and commit of a run", code.train_logged)
    team.switch("main")
    team.commit(CHEN, -49, "10:00", "DATA-9: the export begins", working("DATA-9", "in-progress"))
    team.branch("data-9-usage-export")
    team.commit(CHEN, -49, "16:30", "feat(DATA-9): usage by month", code.data_usage, "tests/test_data.py")
    team.switch("task-11-log-runs")
    team.commit(BEN, -49, "17:05", "feat(TASK-11): a run can name its item", code.train_with_items)
    team.run("baseline-logistic", BEN, -49, "17:20", 2)
    team.commit(BEN, -48, "09:40", "TASK-11: done, the first run is the proof", "TASK-11")
    team.merge(ANA, -48, "10:10", "task-11-log-runs", "Closes TASK-11")
    team.switch("data-9-usage-export")
    team.commit(
        CHEN,
        -47,
        "11:00",
        "Use the level of usage as features\n\nRefs: DATA-9",
        code.features_level,
        code.params_level,
    )
    team.commit(CHEN, -46, "10:00", "DATA-9: ready, no month and no customer is missing", "DATA-9")
    team.merge(BEN, -46, "10:30", "data-9-usage-export", "Closes DATA-9")
    team.run("logistic-usage-level", ANA, -46, "14:00", 2)
    team.commit(
        ANA,
        -46,
        "16:00",
        "feat: gradient boosting beside the logistic model",
        code.train_boosting,
        code.params_boosting,
        "tests/test_train.py",
    )
    team.run("boosting", ANA, -46, "16:10", 6, holdout=True)
    team.run("boosting-deep-trees", ANA, -46, "16:25", 14, trees=200, learning_rate=0.1, leaves=16)


def try_longer_window(team: Team) -> None:
    team.commit(DANA, -45, "09:20", "EXP-20: started, ten days", working("EXP-20", "running"))
    team.commit(
        DANA,
        -45,
        "15:00",
        "feat(EXP-20): the window of usage is a setting",
        code.features_window,
        code.params_window,
    )
    team.run("exp-20-6-months", DANA, -45, "15:20", 6, holdout=True)
    team.run("exp-20-9-months", DANA, -45, "15:30", 6, months=9, holdout=True)
    team.run("exp-20-12-months", DANA, -42, "09:10", 7, months=12, holdout=True)


def try_oversampling(team: Team) -> None:
    team.commit(DANA, -41, "09:30", "EXP-21: started, ten days", working("EXP-21", "running"))
    team.commit(
        DANA,
        -40,
        "11:00",
        "feat(EXP-21): oversample the churners",
        code.train_oversampling,
        File("src/churn/sampling.py", "branches/exp-21-oversampling"),
    )
    oversampling = team.head()
    team.run("exp-21-a-fifth", DANA, -40, "11:15", 7, oversample=0.2, holdout=True)
    team.run("exp-21-half", DANA, -39, "09:30", 8, oversample=0.5, holdout=True)
    team.run("exp-21-twice", DANA, -39, "09:45", 9, oversample=1.0, holdout=True)
    evaluating = File(
        "EXP-20",
        keys={"status": "evaluating"},
        without=("closed", "decision", "reason"),
        cut=("## Learnings",),
        unticked=True,
    )
    team.commit(DANA, -38, "10:00", "EXP-20: what the three runs say", evaluating)
    team.commit(DANA, -35, "16:00", "EXP-20: decided, inconclusive\n\nCloses EXP-20", "EXP-20")
    team.commit(ANA, -34, "15:00", "Plan an experiment on the direction of usage", planned("EXP-22"))
    team.revert(DANA, -33, "09:30", oversampling, "It did not beat the weighted classes.")
    team.commit(
        DANA,
        -33,
        "10:00",
        "EXP-21: decided, not pursued\n\nA page for what did not help, so that nobody tries it twice.\n\nCloses EXP-21",
        "EXP-21",
        "tracks/wiki/what-did-not-help.md",
    )
