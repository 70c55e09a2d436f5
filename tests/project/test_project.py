"""Edited equals rebuilt: a project after any edits says what one says that is built afresh."""

from dataclasses import replace

import pytest
from dualtrack.features.actions import actions
from dualtrack.features.board import board
from dualtrack.features.card_text import card_text
from dualtrack.features.check import Checked, check, in_order
from dualtrack.findings import Finding
from dualtrack.model.facts import Facts, Run, TrackerState
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.rules import all_rules
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fixture import NOW, TODAY

PATHS = (
    ["dualtrack.yaml", "sub/dualtrack.yaml", "tracks/sprints/sprint-4.yaml", "tracks/sprints/sprint-5.yaml"]
    + [
        "backlog.config.yml",
        "backlog/config.yml",
        "backlog/tasks/task-1 - x.md",
    ]
    + [
        f"{folder}tracks/{kind}/{name}"
        for folder in ("", "sub/")
        for kind, name in (("tasks", "TASK-1.md"), ("tasks", "TASK-2 x.md"), ("experiments", "EXP-1.md"), ("wiki", "page.md"))
    ]
)
TEXTS = [
    "",
    "project_name: x\nstatuses: [A, B]\n",
    "project_name: y\nstatuses: [in-progress, done]\nbacklog_directory: tracks\n",
    "[x](../tasks/TASK-1.md) [y](page.md) [[EXP-001]]\n",
    "root: tracks\n",
    "root: work\n",
    "rules: {missing-dod-item: off}\ntracks: {production: {statuses: [todo, doing]}}\n",
    "---\nid: TASK-1\nstatus: in-progress\ndepends_on: [EXP-1, TASK-2]\n---\n",
    "---\nid: TASK-2\nstatus: done\n---\n[[TASK-1]] [[page]]\n",
    "---\nid: EXP-1\nstatus: running\nstarted: 2026-11-02\ntimebox_days: 10\nsuccess_criteria: val_f1 >= 0.7\n---\n",
    "---\nkind: experiment\nstatus: decided\nparent: TASK-1\nallow: [undecided-experiment]\n---\n",
    "---\ntitle: [broken\n---\n",
    "sprint-5:\n  product-tasks:\n  - feature: Front-end\n  - TASK-1\n  experiments:\n  - {id: EXP-1, timebox_days: 3}\n",
    "---\nkind: sprint\nexperiments: [EXP-1, {id: TASK-2, status: done}, x, x]\nproduct-tasks: [y, [z]]\n---\n",
    "---\nid: fraud@1.2\nkind: model\nsprint: sprint-5\ndepends_on: TASK-2\n---\n",
    "tracks: {production: {statuses: [backlog, {in-progress: {wip: 1}}]}}\nsprint: {limits: {product_tasks: 1}}\n",
    "---\nid: TASK-2\nstatus: in-progress\ndepends_on: [TASK-1, TASK-2]\nsprint: sprint-5\ncreated: 2026-11-12\n---\n",
    "---\nkind: model\nid: fraud@1.2\nstage: testing\ndeployed: 2027-01-01\n---\n",
    "---\nid: TASK-1\ntype: deploy\nstatus: done\nmodel: fraud@1.2\n---\n",
    "---\nid: EXP-1\nstatus: running\nsprint: sprint-5\nstarted: 2026-11-10\ntimebox_days: 9\n---\n## Findings\nWords\n",
    "start: 2026-11-09\nend: 2026-11-20\nproduct-tasks: [TASK-1, {ux: A, id: TASK-2, status: done}]\nexperiments: [EXP-1]\n",
    "start: 2026-11-02\nend: 2026-11-12\nexperiments: [{id: EXP-1, timebox_days: 4}, {id: EXP-1, timebox_days: 5}]\n",
]
EDITS = st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from([None, *TEXTS])), max_size=12)
FACTS = Facts(todays={"": TODAY}, now=NOW)


@given(EDITS)
@settings(max_examples=200, deadline=None)
def test_edited_equals_rebuilt(edits: list[tuple[str, str | None]]) -> None:
    project = Project().with_facts(FACTS)
    checked, boards = Checked(), None
    for path, text in edits:
        project = project.with_files([path]) if text is None else project.with_file(path, text)
        checked = check(project, checked)
        boards = board(project, boards)
    rebuilt = Project().with_facts(FACTS)
    for path, document in project.documents.items():
        rebuilt = rebuilt.with_file(path, document.text)
    assert dict(project.items) == dict(rebuilt.items)
    assert _said(checked) == _said(check(rebuilt))
    assert boards is None or boards == board(rebuilt)


def _said(checked: Checked) -> list[tuple[str, str, str, int]]:
    return [(f.place.path, f.code, f.message, f.place.span.start) for f in in_order(checked)]


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
@settings(max_examples=400, deadline=None)
def test_any_values_are_judged_and_shown(values: dict[str, str], calendar: str, path: str) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n## Definition of Done\n- [-] x\n"
    run = Run("mlflow", "3f2a9c11", "owl", True, "finished", None, NOW, {"val_f1": 0.7, "a": float("inf")})
    facts = replace(FACTS, trackers=(TrackerState("mlflow", (run,), NOW),))
    project = Project().with_facts(facts).with_file("dualtrack.yaml", f"calendar: {calendar}\n")
    project = project.with_file(path, text)
    assert not [f for found in check(project).findings.values() for f in found if "a defect of Dualtrack" in f.message]
    board(project)
    for item in project.items.values():
        assert card_text(project, item)
        assert actions(project, item.key, {})


def test_a_defect_of_one_rule_leaves_every_other_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(item: Item, project: Project) -> list[Finding]:
        raise KeyError(item.id)

    rule = all_rules()["missing-dod-item"]
    monkeypatch.setitem(all_rules(), rule.code, replace(rule, judges_item=broken))
    project = Project().with_facts(FACTS).with_file("tracks/experiments/EXP-1.md", TEXTS[9])
    found = {finding.code: finding.message for finding in check(project).findings["tracks/experiments/EXP-1.md"]}
    assert found["missing-dod-item"] == "missing-dod-item could not judge EXP-1 (KeyError); this is a defect of Dualtrack"
    assert "expired-timebox" in found
