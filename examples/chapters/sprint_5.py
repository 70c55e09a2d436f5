"""Days -17 to 0: support tickets, calibration, nightly scores; most of it still open."""

from team import ANA, BEN, CHEN, DANA, Team
from templates import File, planned, working

from chapters import earlier_code as code

TICKETS = "exp-23-ticket-features"
SCORING = "task-14-batch-scoring"
RETURNING = "bug-31-returning-customers"
SPRINT = "tracks/sprints/sprint-5.yaml"


def tell(team: Team) -> None:
    read_tickets(team)
    try_tickets(team)
    plan_the_sprint(team)
    work_side_by_side(team)
    come_to_today(team)


def read_tickets(team: Team) -> None:
    team.branch("data-7-ticket-snapshot")
    team.commit(CHEN, -17, "14:30", "feat(DATA-7): read the ticket snapshot", code.DATA)
    team.merge(ANA, -14, "09:30", "data-7-ticket-snapshot")
    started = working("EXP-23", "running", "notebooks", "sprint")
    team.commit(ANA, -14, "10:00", "EXP-23: started, ten days", started)
    team.commit(
        ANA,
        -14,
        "15:00",
        "EXP-23 notebook: do unhappy customers write before they go?",
        "notebooks/ticket_features.ipynb",
        working("EXP-23", "running", "sprint"),
    )
    team.run("exp-23-without-tickets", ANA, -14, "15:30", 6)


def try_tickets(team: Team) -> None:
    team.branch(TICKETS)
    team.commit(
        ANA,
        -13,
        "10:30",
        "feat(EXP-23): count tickets",
        tickets_module("def ticket_words", "def ticket_recency", zero=False),
        code.train_with_tickets,
        code.params_tickets("ticket_counts"),
    )
    team.run("exp-23-counts", ANA, -13, "11:00", 7)
    team.run("exp-23-counts-large-steps", ANA, -13, "11:20", 6, trees=80, learning_rate=0.08)
    team.commit(
        DANA,
        -12,
        "09:40",
        "EXP-23 count the tickets that complain",
        tickets_module("def ticket_recency", zero=False),
        code.params_tickets("ticket_counts", "ticket_words"),
    )
    team.run("exp-23-words-logistic", DANA, -12, "10:00", 1, outcome="FAILED", model="logistic")
    team.switch("main")
    team.commit(CHEN, -12, "11:00", "DATA-8: started", working("DATA-8", "in-progress"))


def plan_the_sprint(team: Team) -> None:
    first_plan = File(SPRINT, replace={"    - SPIKE-3\n": ""})
    team.commit(
        ANA,
        -11,
        "09:00",
        "Plan sprint 5\n\nThe first sprint that we keep as a file.",
        first_plan,
        planned("EXP-24"),
        planned("TASK-14"),
        planned("OPS-4"),
        working("EXP-23", "running"),
        working("DATA-7", "in-progress"),
        "tracks/models/churn-1.2.md",
        "docs/model-cards/churn.md",
        "README.md",
    )
    team.switch(TICKETS)
    team.commit(
        ANA,
        -11,
        "11:10",
        "fix(EXP-23): who never wrote has zero tickets\n\nThe logistic model stopped at the missing values.",
        tickets_module("def ticket_recency"),
        File("tests/test_tickets.py", f"branches/{TICKETS}"),
    )
    team.run("exp-23-words-logistic-again", DANA, -11, "11:30", 2, model="logistic")
    team.run("exp-23-words", ANA, -11, "11:40", 8)
    team.run("exp-23-words-small-steps", ANA, -11, "14:00", 11, trees=120, learning_rate=0.04, leaves=8)


def work_side_by_side(team: Team) -> None:
    team.switch("main")
    team.commit(BEN, -10, "09:30", "TASK-14: started", "TASK-14")
    team.branch(SCORING)
    half_file = {
        '    """All or nothing: a night that fails must not leave half a file."""\n': "",
        '    draft = file.with_suffix(".draft")\n    scores.to_csv(draft, index=False)\n    draft.replace(file)\n': (
            "    scores.to_csv(file, index=False)\n"
        ),
    }
    team.commit(BEN, -10, "14:00", "feat(TASK-14): score every customer", batch(half_file))
    team.switch(TICKETS)
    team.commit(
        ANA,
        -10,
        "16:00",
        "Try how recent the last ticket is\n\nRefs: EXP-23",
        tickets_module(),
        code.params_tickets("ticket_counts", "ticket_words", "ticket_recency"),
    )
    team.run("exp-23-recency", ANA, -10, "16:20", 8, trees=80, learning_rate=0.06, leaves=8)
    team.run("exp-23-recency-deep-trees", DANA, -7, "09:00", 13, trees=120, learning_rate=0.1, leaves=16)
    team.switch("main")
    team.commit(CHEN, -7, "10:40", "DATA-7: validating", "DATA-7")
    team.commit(DANA, -6, "09:10", "EXP-24: started, ten days", working("EXP-24", "running"))
    team.commit(DANA, -6, "10:30", "feat(EXP-24): isotonic calibration behind a setting", code.TRAIN)
    team.run("exp-24-threshold-50", DANA, -6, "10:45", 15, item="EXP-24", calibrate=True)
    team.run("exp-24-threshold-40", DANA, -6, "11:05", 15, item="EXP-24", calibrate=True, threshold=0.4)
    team.run("exp-24-threshold-35", DANA, -6, "11:25", 15, item="EXP-24", calibrate=True, threshold=0.35, holdout=True)
    for seed in (1, 2, 3):
        again = f"exp-24-threshold-35-seed-{seed}"
        team.run(again, DANA, -6, f"1{seed + 1}:00", 15, item="EXP-24", calibrate=True, threshold=0.35, seed=seed)
    team.commit(CHEN, -6, "14:20", "DATA-8: blocked, the survey is not released", "DATA-8")
    team.commit(CHEN, -6, "16:20", "Note that returning customers are counted twice", planned("BUG-31"))
    team.commit(CHEN, -5, "09:00", "BUG-31: started", working("BUG-31", "in-progress"))
    team.branch(RETURNING)
    team.commit(CHEN, -5, "15:30", "fix(BUG-31): one row for a customer who came back", code.data_one_row)
    team.run("bug-31-one-row", CHEN, -5, "15:45", 6)


def come_to_today(team: Team) -> None:
    team.switch("main")
    team.commit(ANA, -4, "09:20", "EXP-23: what the branch has shown so far", "EXP-23")
    planned_later = [planned(item) for item in ("EXP-25", "SPIKE-3", "TASK-15")]
    team.commit(ANA, -4, "10:00", "Plan a spike for the sprint, and what comes after", SPRINT, *planned_later)
    team.commit(CHEN, -3, "09:15", "BUG-31 #review the fix is on its branch", "BUG-31")
    team.switch(SCORING)
    team.commit(
        BEN,
        -3,
        "11:00",
        "feat(TASK-14): a night leaves a whole file or none",
        batch({}),
        File("tests/test_batch.py", f"branches/{SCORING}"),
    )
    team.switch("main")
    team.commit(DANA, -3, "14:40", "EXP-24: evaluating, the threshold moves with the scores", "EXP-24")
    team.register("exp-24-threshold-35", -2, "17:30", "1.2.0", "champion")  # too early: 1.1 is what runs
    team.commit(DANA, -1, "18:10", "SPIKE-3: started, five days", "SPIKE-3")
    team.run("spike-3-three-months", DANA, 0, "07:40", 6, item="SPIKE-3", outcome="RUNNING", months=3)


def tickets_module(*missing: str, zero: bool = True) -> File:
    """The module of EXP-23, which at first left who never wrote without a number."""
    missing_values = {
        '    """Who never wrote has zero tickets, which is not the same as missing."""\n': "",
        ".reindex(everyone).fillna(0)": ".reindex(everyone)",
    }
    return File("src/churn/tickets.py", f"branches/{TICKETS}", replace={} if zero else missing_values, cut=missing)


def batch(replace: dict[str, str]) -> File:
    return File("src/churn/batch.py", f"branches/{SCORING}", replace=replace)
