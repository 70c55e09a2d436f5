"""Edited equals rebuilt: a project after any edits says what one says that is built afresh."""

from dataclasses import replace
from datetime import timedelta

import pytest
from dualtrack.features.actions import actions
from dualtrack.features.board import board
from dualtrack.features.card_text import card_text
from dualtrack.features.check import Checked, check, in_order
from dualtrack.findings import Finding
from dualtrack.model.elsewhere import Elsewhere, Standing
from dualtrack.model.facts import Facts, Notebook, Run, TrackerState
from dualtrack.model.history import Branch, Commit, History, OtherRepository
from dualtrack.model.item import Item
from dualtrack.model.item_state import ItemState, Past, Version
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


_LATE = NOW - timedelta(days=30)
_COMMITS = {
    "1a": Commit("1a", "Ana", _LATE, "TASK-1", ids=("TASK-1",), closes=("TASK-1",), paths=("src/a.py",)),
    "2b": Commit("2b", "Ana", NOW, "EXP-1", ids=("EXP-1",), paths=("look.ipynb",)),
    "3c": Commit("3c", "Ana", NOW, "Draft", landed=False, paths=("src/b.py",)),
}
_PLAN = ItemState("EXP-1", status="running", timebox="5d", success_criteria=("val_f1 >= 0.6",))
_INLINE = ItemState("sprint-5/name:front-end", inline=True, status="running", timebox="2d", success_criteria=("val_f1 >= 0.6",))


def _past(state: ItemState) -> Past:
    now = state._replace(timebox="10d", success_criteria=("val_f1 >= 0.7",))
    first = Version("9a", "Ana", _LATE - timedelta(days=9), "Plan", "", None, state)
    return Past((first, Version("9b", "Ana", NOW, "Change", "", state, now)), now)


_RUN = Run("mlflow", "3f2a9c11", "owl", True, "finished", _LATE, NOW, {"val_f1": 0.8}, commit="1a", item="EXP-1")
_THERE = Standing("TASK-9", "feature/x", "tracks/tasks/TASK-9.md", "Other", "done")
CHANGES: dict[str, list[object]] = {
    "trunk": ["main", ""],
    "shallow": [True, False],
    "commits": [{}, {"1a": _COMMITS["1a"]}, _COMMITS],
    "branches": [(), (Branch("exp-1", ("EXP-1",), frozenset({"3c"})),), (Branch("task-2", ("TASK-2",), frozenset({"3c"})),)],
    "pasts": [{}, {"EXP-1": _past(_PLAN)}, {_INLINE.id: _past(_INLINE)}],
    "elsewhere": [(), (_THERE,), (_THERE._replace(id="TASK-1", is_same=False),)],
    "others": [{}, {"serving": {"1a": _COMMITS["1a"]}}, {"serving": {}}],
    "notebooks": [None, (), (Notebook("look.ipynb", ("EXP-1",), error="ValueError"),)],
    "trackers": [(), (TrackerState("mlflow", (_RUN,), NOW),), (TrackerState("mlflow", error="gone"),)],
    "restricted": [True, False],
    "todays": [{"": TODAY}, {"": TODAY + timedelta(days=40)}],
}


def _changed(facts: Facts, name: str, value: object) -> Facts:
    """Facts in which one thing is another one, made from what they were as the adapters do."""
    history = facts.history
    match name, value:
        case "trunk", str(trunk):
            return replace(facts, history=history.changed((), {}, history.branches, trunk, history.shallow))
        case "shallow", bool(shallow):
            return replace(facts, history=history.changed((), {}, history.branches, history.trunk, shallow))
        case "branches", tuple(branches):
            return replace(facts, history=history.changed((), {}, branches, history.trunk, history.shallow))
        case "commits", dict(commits):
            gone = history.commits.keys() - commits.keys()
            return replace(facts, history=history.changed(gone, commits, history.branches, history.trunk, history.shallow))
        case "pasts", dict(pasts):
            return replace(facts, pasts=facts.pasts.changed({**dict.fromkeys(facts.pasts.by_id, Past()), **pasts}))
        case "elsewhere", tuple(there):
            return replace(facts, elsewhere=Elsewhere({each.id: (each,) for each in there}))
        case "others", dict(others):
            made = (OtherRepository(name, History().changed((), commits, (), "main")) for name, commits in others.items())
            return replace(facts, others=tuple(made))
        case _:
            return replace(facts, **{name: value})


FACT_EDITS = st.sampled_from([(name, value) for name, values in CHANGES.items() for value in values])


@given(st.lists(st.one_of(FACT_EDITS, st.tuples(st.sampled_from(PATHS), st.sampled_from([None, *TEXTS]))), max_size=14))
@settings(max_examples=300, deadline=None)
def test_edited_equals_rebuilt_whatever_the_outside_tells_meanwhile(edits: list[tuple[str, object]]) -> None:
    project = _with_work()
    checked, boards = check(project), board(project)
    for name, value in edits:
        if name in CHANGES:
            project = project.with_facts(_changed(project.facts, name, value))
        else:
            project = project.with_file(name, value) if isinstance(value, str) else project.with_files([name])
        checked, boards = check(project, checked), board(project, boards)
        rebuilt = Project().with_facts(project.facts)
        for path, document in project.documents.items():
            rebuilt = rebuilt.with_file(path, document.text)
        assert _said(checked) == _said(check(rebuilt))
        assert boards == board(rebuilt)


def _with_work() -> Project:
    """A project with something that each of the facts has a say in."""
    keys = "status: running, timebox_days: 10, success_criteria: val_f1 >= 0.7, runs: mlflow:3f2a9c11"
    work = "status: in-progress\nstarted: 2026-10-01\n"
    return (
        Project()
        .with_facts(FACTS)
        .with_file("tracks/tasks/TASK-1.md", f"---\nid: TASK-1\n{work}---\n## Definition of Done\n- [x] reviewed\n")
        .with_file("tracks/tasks/TASK-2 x.md", f"---\nid: TASK-2\n{work}depends_on: [TASK-9]\n---\n[[TASK-9]]\n")
        .with_file("tracks/experiments/EXP-1.md", TEXTS[9].replace("started", "notebooks: [look.ipynb]\nstarted"))
        .with_file("tracks/sprints/sprint-5.yaml", f"experiments:\n- {{name: Front-end, {keys}}}\n")
    )


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
