"""Whatever stands in a file is judged and shown without a defect."""

from dualtrack.changes import all_requests
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Facts, Told
from dualtrack.facts.runs import Runs
from dualtrack.features.actions import choices
from dualtrack.features.board import board
from dualtrack.features.card_text import card_text
from dualtrack.features.check import check
from dualtrack.model.run import Run
from dualtrack.project.project import Project
from hypothesis import given
from hypothesis import strategies as st

from tests.written_facts import NOW, TODAY

FACTS = Facts(Clock({"": TODAY}, NOW))

_KEYS = ["id", "title", "kind", "track", "status", "type", "started", "closed", "due", "timebox_days", "timebox", "extensions"]
_KEYS += ["baseline", "success_criteria", "stop_criteria", "decision", "blocked", "depends_on", "assignee", "notebooks", "runs"]
_KEYS += ["goal", "start", "end", "limits", "retro", "review", "product_tasks", "experiments", "stage", "deployed", "card"]
_FILES = ["tracks/experiments/EXP-1.md", "tracks/sprints/sprint-5.md", "tracks/models/fraud-1.2.md"]
_VALUES = [
    "",
    "~",
    "running",
    "decided",
    "done",
    "EXP-1",
    "9999-12-31",
    "0001-01-01",
    "2026-11-02/9999-12-31",
    "10",
    "-1",
    "3660",
]
_VALUES += [
    "10d",
    "1e309",
    "{val_f1: .nan}",
    "{val_f1: 0.7}",
    "[]",
    "[~, a]",
    "{}",
    "{a: [b]}",
    "{days: 5}",
    "[{days: 5, on: 2026-01-01}]",
]
_VALUES += [
    "val_f1 >= 0.7",
    "improves f1 by 300%",
    "a < 1 and b > 2 or c = 3",
    ">= 0.7",
    "ship",
    "yes",
    "{kind: data}",
    "mlflow:3f2a9c11",
    "😀",
    "deployed",
    "2026-11-03",
    "[TASK-1, {feature: x}, {id: EXP-2}]",
    "{experiments: 0}",
    "{improvement: EXP-1}",
]


@given(
    st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_VALUES), max_size=12),
    st.sampled_from(["every-day", "business"]),
    st.sampled_from(_FILES),
)
def test_any_values_are_judged_and_shown(values: dict[str, str], calendar: str, path: str) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n## Definition of Done\n- [-] x\n"
    run = Run("mlflow", "3f2a9c11", "owl", True, "finished", None, NOW, {"val_f1": 0.7, "a": float("inf")})
    facts = FACTS.with_told({"mlflow": Told(Runs, Runs.of([run]), NOW)})
    project = Project().with_facts(facts).with_file("dualtrack.yaml", f"calendar: {calendar}\n")
    project = project.with_file(path, text)
    assert not [f for found in check(project).findings.values() for f in found if "a defect of Dualtrack" in f.message]
    board(project)
    for item in project.items.values():
        assert card_text(project, item)
        for name in all_requests():
            choices(project, [item], name, {})
