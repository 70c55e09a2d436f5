"""Edited equals rebuilt: a project after any edits says what one says that is built afresh."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import dualtrack.facts as facts_package
import pytest
import yaml
from dualtrack.facts.clock import Clock
from dualtrack.facts.facts import Fact, Facts, Told, Unknown
from dualtrack.facts.history import History
from dualtrack.facts.past_sources import PastSources
from dualtrack.facts.pasts import Past, Pasts
from dualtrack.facts.runs import Runs
from dualtrack.features.board import board
from dualtrack.features.check import Checked, check, in_order
from dualtrack.files import read
from dualtrack.files.document import parse
from dualtrack.files.values import build
from dualtrack.findings import Finding, Rule
from dualtrack.model.item import Item
from dualtrack.project.project import Project
from dualtrack.rules import all_rules
from hypothesis import given
from hypothesis import strategies as st

from tests.written_facts import NOW, TODAY
from tests.written_facts import facts as _facts

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
FACTS = Facts(Clock({"": TODAY}, NOW))


@given(EDITS)
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


OUTSIDE = [
    """
commits:
  - {hash: 1a, message: "TASK-1: closes TASK-1", when: 2026-10-17, paths: [src/a.py]}
branches: [{name: exp-1, commits: [3c]}]
merged: [{hash: 4d, message: Train, branch: exp-1, paths: [src/train.py]}]
notebooks: [{path: look.ipynb, cells: EXP-1, error: ValueError, sources: d1, at: {1a: d0}}]
notebook_work: {look.ipynb: 2026-11-10}
pipelines: [{path: .github/workflows/x.yml, text: TASK-1}]
tags: [{name: "fraud@v1.2", commit: 1a, when: 2026-11-10}]
remote: https://github.com/x/y
elsewhere: [{id: TASK-9, branch: feature/x, title: Other, status: done}]
past:
  EXP-1:
    - {when: 2026-10-10, status: running, timebox: 5d, success_criteria: [val_f1 >= 0.6]}
    - {when: 2026-11-16, timebox: 10d, success_criteria: [val_f1 >= 0.7]}
runs: [{id: 3f2a9c11, metrics: {val_f1: 0.8}, commit: 1a, item: EXP-1, ended: 2026-11-16}]
run_commits: {1a: trunk, 3c: elsewhere}
checkout: {branch: exp-1, name: Ana Ruiz, email: ana@example.org}
cited_commits: {1a: 1a}
evaluations: [{before: 1a, after: 2b, paths: [eval.py], changed: [eval.py]}]
files: [docs/a.md, {path: docs/b.md, sections: {Roll back: true}, figures: {val_f1: 0.8}}]
registered: [{version: fraud v1, run: 3f2a9c11, aliases: [champion], item: TASK-1, release: 1.2.0}]
validations: [{asset: customers, failed: ["plan: to exist"]}]
feature_views: [{name: sessions, path: features.py}]
alert_rules: [{name: Drift, expr: fraud_drift > 5}]
alerts: [{name: Drift, since: 2026-11-15, labels: {model: fraud}}]
clones: {forges: {web: https://github.com/x/web}, commits: [{hash: 9f, message: TASK-1}]}
""",
    """
today: 2026-12-26
shallow: true
commits:
  - {hash: 1a, message: TASK-1, when: 2026-10-17, paths: [src/a.py]}
  - {hash: 2b, message: EXP-1, when: 2026-11-16, paths: [look.ipynb]}
  - {hash: 3c, message: Draft, when: 2026-11-16, landed: false, paths: [src/b.py]}
branches: [{name: task-2, commits: [3c]}]
notebooks: []
pipelines: [{path: Jenkinsfile, text: EXP-1}]
elsewhere: [{id: TASK-1, branch: feature/y, title: Other, status: done, same: false}]
past:
  sprint-5/name:front-end:
    - {when: 2026-10-10, inline: true, status: running, timebox: 2d, success_criteria: [val_f1 >= 0.6]}
    - {when: 2026-11-16, timebox: 10d}
runs:
  - {id: 3f2a9c11, metrics: {val_f1: 0.6}, commit: 3c, ended: 2026-11-16}
  - {id: 77aa0012, metrics: {val_f1: 0.9}, commit: 2b, ended: 2026-11-15, url: "http://localhost/1"}
run_commits: {3c: trunk, 2b: nowhere}
checkout: {branch: main}
cited_commits: {}
evaluations: [{before: 1a, after: 3c, paths: [eval.py], changed: []}]
files: [{path: docs/b.md, sections: {Roll back: false}}]
registered: [{version: fraud v2, stage: Production}]
unread_registered: {fraud: mlruns/models/fraud (it is locked)}
trackers: [{beyond: metrics in out.json are not read}]
validations: [{asset: customers, when: 2026-11-16}]
feature_views: []
alert_rules: []
alerts: []
clones: {unread: [web]}
""",
]
ALL_FACTS = sorted(
    (
        each
        for module in iter_modules(facts_package.__path__)
        for each in vars(import_module(f"{facts_package.__name__}.{module.name}")).values()
        if isinstance(each, type) and issubclass(each, Fact) and each is not Fact
    ),
    key=lambda fact: fact.__name__,
)
_TOLD = [_facts(yaml.safe_load(text)) for text in OUTSIDE]


@pytest.mark.parametrize("fact", [fact for fact in ALL_FACTS if fact is not PastSources], ids=lambda fact: fact.__name__)
def test_the_texts_tell_each_fact_in_two_ways(fact: type[Fact]) -> None:
    """Else what follows says nothing of it. What notebooks were at a commit is told with the notebooks."""
    one, other = (told[fact] for told in _TOLD)
    assert vars(one) != vars(other)


def _later(fact: type[Fact], before: Any, value: Any) -> Any:
    """A fact as its source makes it: from the one before, where it is kept up."""
    match value:
        case History():
            gone = before.commits.keys() - value.commits.keys()
            return before.changed(gone, value.commits, value.branches, value.trunk, value.shallow)
        case Pasts():
            return before.changed({**dict.fromkeys(before.by_id, Past()), **value.by_id}, orders=value.orders)
        case Runs():
            return Runs.of(value.all.values(), before)
        case _:
            return value


def _told(facts: Facts, fact: type[Fact], which: int | str) -> Facts:
    """Facts in which one is told otherwise: as in one of the texts above, or not at all, for one of the reasons there are."""
    before = facts.told.get(fact.__name__)
    match which:
        case "pending":
            return facts.with_told({fact.__name__: None})
        case "untrusted":
            return facts.with_told({fact.__name__: Told(fact, unknown=Unknown("untrusted"))})
        case "failed":
            return facts.with_told(
                {fact.__name__: Told(fact, before and before.value, NOW, Unknown("failed", "x", "it is gone"))}
            )
        case int():
            value = _later(fact, facts[fact], _TOLD[which][fact])
            return facts.with_told({fact.__name__: Told(fact, value, NOW)}).with_clock(_TOLD[which].clock)


FACT_EDITS = st.tuples(st.sampled_from(ALL_FACTS), st.sampled_from([0, 1, "pending", "failed", "untrusted"]))
FILE_EDITS = st.tuples(st.sampled_from(PATHS), st.sampled_from([None, *TEXTS]))


def _nosy(item: Item, project: Project) -> Iterator[Finding]:
    """A rule that reads every attribute of every fact, and of each table what concerns the item, or all of it."""
    seen: list[object] = []
    for fact in ALL_FACTS:
        value = project.facts[fact]
        for name in fact.__dataclass_fields__:  # pyright: ignore
            read = getattr(value, name)
            seen.append([read.get(key) for key in (item.id, "look.ipynb", "1a")] if hasattr(read, "whole") else read)
            if item.id == "TASK-2" and hasattr(read, "whole"):
                seen.append(sorted(map(repr, read)))
        seen.append(project.facts.unknown(fact))
    seen.append([project.run_links.by_branch.get(item.id), project.run_links.by_mention.get(item.id)])
    yield Finding(project.place(item), repr(seen))


@pytest.mark.slow
@given(st.lists(st.one_of(FACT_EDITS, FILE_EDITS), max_size=14))
def test_edited_equals_rebuilt_whatever_the_outside_tells_meanwhile(edits: list[tuple[Any, Any]]) -> None:
    rules = all_rules()
    rules["nosy"] = Rule("nosy", "information", "Reads everything.", judges_item=_nosy)
    try:
        project = _with_work()
        checked, boards = check(project), board(project)
        for what, value in edits:
            if isinstance(what, str):
                project = project.with_file(what, value) if isinstance(value, str) else project.with_files([what])
            else:
                project = project.with_facts(_told(project.facts, what, value))
            checked, boards = check(project, checked), board(project, boards)
            rebuilt = Project().with_facts(project.facts)
            for path, document in project.documents.items():
                rebuilt = rebuilt.with_file(path, document.text)
            assert _said(checked) == _said(check(rebuilt))
            assert boards == board(rebuilt)
        # What nothing is kept up of depends on the project alone, not on the way to it.
        assert _said(checked) == _said(check(project, once=True))
        assert boards == board(project, once=True)
    finally:
        del rules["nosy"]


def _with_work() -> Project:
    """A project with something that each of the facts has a say in."""
    keys = "status: running, timebox_days: 10, success_criteria: val_f1 >= 0.7, runs: mlflow:3f2a9c11"
    work = "status: in-progress\nstarted: 2026-10-01\n"
    done = "## Definition of Done\n- [x] reviewed\n- [x] run-logged\n- [ ] evaluated\n"
    return (
        Project()
        .with_facts(FACTS)
        .with_file("tracks/tasks/TASK-1.md", f"---\nid: TASK-1\n{work}depends_on: EXP-1\n---\n{done}")
        .with_file("tracks/tasks/TASK-2 x.md", f"---\nid: TASK-2\n{work}depends_on: [TASK-9]\n---\n[[TASK-9]]\n")
        .with_file("tracks/experiments/EXP-1.md", TEXTS[9].replace("started", "notebooks: [look.ipynb]\nstarted"))
        .with_file("tracks/sprints/sprint-5.yaml", f"experiments:\n- {{name: Front-end, {keys}}}\n")
    )


def _said(checked: Checked) -> list[tuple[str, str, str, int]]:
    return [(f.place.path, f.code, f.message, f.place.span.start) for f in in_order(checked)]


def test_a_defect_of_one_rule_leaves_every_other_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(item: Item, project: Project) -> list[Finding]:
        raise KeyError(item.id)

    rule = all_rules()["missing-dod-item"]
    monkeypatch.setitem(all_rules(), rule.code, replace(rule, judges_item=broken))
    project = Project().with_facts(FACTS).with_file("tracks/experiments/EXP-1.md", TEXTS[9])
    found = {finding.code: finding.message for finding in check(project).findings["tracks/experiments/EXP-1.md"]}
    assert found["missing-dod-item"] == "missing-dod-item could not judge EXP-1 (KeyError); this is a defect of Dualtrack"
    assert "expired-timebox" in found


def test_a_file_that_our_reading_fails_on_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(model: type[Item], values: Any, *rest: Any, **derived: Any) -> Item:
        return build(model, values if values.get("title") != "Odd" else 1 / 0, *rest, **derived)

    monkeypatch.setattr(read, "build", failing)
    texts = {"tracks/tasks/TASK-1.md": "---\nid: TASK-1\ntitle: Odd\n---\n", "tracks/tasks/TASK-2.md": "---\nid: TASK-2\n---\n"}
    project = Project().with_files([parse(path, text) for path, text in texts.items()]).with_facts(_facts({}))
    assert {item.id for item in project.items.values()} == {"TASK-1", "TASK-2"}
    said = "this file cannot be read (ZeroDivisionError); this is a defect of Dualtrack"
    assert [finding.place.path for finding in in_order(check(project)) if said in finding.message] == ["tracks/tasks/TASK-1.md"]


def test_no_file_has_more_findings_than_anybody_reads() -> None:
    keys = "".join(f"k{n}: @x\n" for n in range(1500))
    project = Project().with_file("tracks/tasks/TASK-1.md", f"---\n{keys}---\n").with_facts(_facts({}))
    first, *others = in_order(check(project))
    assert (len(others), "more findings in this file" in first.message) == (1000, True)
