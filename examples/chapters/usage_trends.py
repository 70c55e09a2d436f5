"""Days -32 to -17: the experiment that shipped, version 1.1, and the front-end for feedback."""

from team import ANA, BEN, CHEN, DANA, Team
from templates import File, planned, working

from chapters import earlier_code as code

BEFORE_CALIBRATION = {" (EXP-24 works on that)": ""}
RELEASE = "churn@v1.1.0"
CARD = "docs/model-cards/churn.md"


def tell(team: Team) -> None:
    find_the_trend(team)
    release(team)
    capture_feedback(team)


def find_the_trend(team: Team) -> None:
    team.commit(ANA, -32, "09:30", "EXP-22: started, ten days", working("EXP-22", "running", "notebooks"))
    team.branch("exp-22-usage-trends")
    notebook = "notebooks/usage_trends.ipynb"
    team.commit(DANA, -32, "14:00", "EXP-22 notebook: the level of usage or its direction?", notebook)
    team.commit(ANA, -31, "10:20", "feat(EXP-22): the last quarter against the one before", code.features_ratio, code.PARAMS)
    team.run("exp-22-ratio", ANA, -31, "10:40", 6)
    team.commit(ANA, -28, "09:50", "feat(EXP-22): the slope over six months", code.FEATURES)
    team.run("exp-22-logistic", ANA, -28, "10:00", 2, model="logistic")
    team.run("exp-22-ratio-and-slope", ANA, -28, "10:10", 6, holdout=True)
    team.run("exp-22-small-steps", ANA, -28, "10:30", 9, trees=150, learning_rate=0.03, leaves=8)
    team.run("exp-22-deep-trees", DANA, -27, "09:00", 11, trees=120, learning_rate=0.1, leaves=16)
    team.commit(BEN, -27, "15:10", "test(EXP-22): no group leaves a gap", "tests/test_features.py")
    team.switch("main")
    team.commit(DANA, -26, "11:00", "EXP-22: evaluating", working("EXP-22", "evaluating", "notebooks"))
    team.merge(ANA, -25, "10:00", "exp-22-usage-trends", keep=True)


def release(team: Team) -> None:
    team.run("release-1.1", ANA, -25, "11:00", 6, holdout=True)
    team.commit(BEN, -25, "13:30", "OPS-3: started", working("OPS-3", "in-progress"))
    team.commit(BEN, -25, "15:00", "ci(OPS-3): test every push", ".github/workflows/check.yml")
    image = ("deploy/Dockerfile", ".github/workflows/deploy.yml", "docs/deployment.md")
    team.commit(BEN, -25, "16:20", "feat(OPS-3): an image of what gets the tag churn#prod", *image)
    testing = File("tracks/models/churn-1.1.md", keys={"stage": "testing"}, without=("registry", "deployed"))
    team.commit(ANA, -24, "09:00", "churn 1.1 goes into testing", testing)
    team.tag(ANA, -24, "09:30", RELEASE, "churn 1.1: usage trends")
    team.register("release-1.1", -24, "09:40", "1.1.0", "champion")
    in_testing = {"**Version in production**: 1.1, since 2026-10-27.": "**Version in testing**: 1.1."}
    team.commit(
        ANA,
        -24,
        "11:30",
        "EXP-22: decided, ship\n\nWith its page in the wiki and the model card.\n\nCloses EXP-22",
        "EXP-22",
        File(CARD, replace=BEFORE_CALIBRATION | in_testing),
        File("tracks/wiki/usage-trends.md", replace={", [[EXP-23]].": "."}),
    )


def capture_feedback(team: Team) -> None:
    team.commit(BEN, -24, "13:00", "TASK-12: started", working("TASK-12", "in-progress"))
    team.branch("task-12-feedback-front-end")
    team.commit(BEN, -21, "10:00", "feat(TASK-12): keep the answers", "src/churn/feedback.py", "tests/test_feedback.py")
    team.switch("main")
    team.commit(
        ANA,
        -20,
        "09:00",
        "churn 1.1 is deployed\n\nTwo quiet nights beside the old list.\n\nCloses OPS-3",
        "tracks/models/churn-1.1.md",
        "OPS-3",
        File(CARD, replace=BEFORE_CALIBRATION),
    )
    team.tag(ANA, -20, "09:10", "churn#prod#1", "churn 1.1 scores the call list", of=RELEASE)
    team.commit(CHEN, -19, "10:00", "DATA-7: started", working("DATA-7", "in-progress", "sprint"))
    team.switch("task-12-feedback-front-end")
    team.commit(BEN, -19, "15:00", "feat(TASK-12): one page, three buttons", "feedback/index.html")
    team.switch("main")
    next_version = File(
        "tracks/models/churn-1.2.md",
        keys={"change": "Support tickets as features (EXP-23)", "depends_on": "[EXP-23]"},
        without=("sprint",),
    )
    team.commit(
        ANA,
        -18,
        "10:00",
        "Plan churn 1.2: support tickets",
        planned("EXP-23", "sprint"),
        next_version,
        "tracks/wiki/usage-trends.md",
    )
    team.switch("task-12-feedback-front-end")
    team.commit(BEN, -17, "09:00", "TASK-12: done", "TASK-12")
    team.merge(ANA, -17, "09:40", "task-12-feedback-front-end", "Closes TASK-12", keep=True)
