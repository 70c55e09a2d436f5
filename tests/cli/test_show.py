"""`dualtrack show`: what is known of an item, for people and for programs."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from dualtrack.features.check import check
from dualtrack.features.item_facts import item_facts

from tests.cli.commands import board
from tests.cli.conftest import Call
from tests.fixture import parse

FIXTURE = """\
-- tracks/experiments/EXP-1.md --
---
id: EXP-1
title: Look [here](x) *now*
mystery: [1, {a: b}]
assigned: "@ana"
status: running
started: 2026-11-02
timebox_days: 10
baseline: {val_f1: 0.69}
success_criteria: Validation F1 >= 0.72
stop_criteria: val_f1 < 0.6 after 3 runs
due: soon
---
## Definition of Done
- [x] Training run reproducible and logged
- [ ] Metrics computed on validation and holdout
-- tracks/tasks/TASK-1.md --
---
depends_on: [EXP-1]
---
-- facts.yaml --
commits:
  - {hash: abcdef1234567890, message: "feat(EXP-1): look", when: 2026-11-15, paths: [nb/look.ipynb]}
branches:
  - {name: exp-1-look}
runs:
  - {id: 8f3c00112233, name: best, item: EXP-1, ended: 2026-11-14, metrics: {val_f1: 0.731, loss: .nan}, url: "https://x.org/a_b"}
"""


def _facts() -> dict[str, Any]:
    project = parse(FIXTURE).project
    return asdict(item_facts(project, project.items["EXP-1"], check(project)))


def test_facts() -> None:
    facts = _facts()
    findings = [(each.pop("code"), each["line"]) for each in facts.pop("findings")]
    assert ("expired-timebox", 8) in findings
    assert ("malformed-value", 12) in findings
    assert facts == {
        "id": "EXP-1",
        "key": "EXP-1",
        "kind": "experiment",
        "title": "Look [here](x) *now*",
        "path": "tracks/experiments/EXP-1.md",
        "line": 2,
        "track": "research",
        "status": "running",
        "phase": "active",
        "keys": {
            "status": "running",
            "id": "EXP-1",
            "title": "Look [here](x) *now*",
            "assignee": ["ana"],
            "started": "2026-11-02",
            "due": "soon",
            "baseline": {"val_f1": 0.69},
            "success_criteria": ["Validation F1 >= 0.72"],
            "stop_criteria": ["val_f1 < 0.6 after 3 runs"],
            "timebox_days": 10,
            "mystery": ["1", {"a": "b"}],
        },
        "definition_of_done": [
            {
                "text": "Training run reproducible and logged",
                "closed": True,
                "name": "run-logged",
                "state": "bare",
                "sentence": "run best logs no params",
                "proof": "",
            },
            {
                "text": "Metrics computed on validation and holdout",
                "closed": False,
                "name": "evaluated",
                "state": "open",
                "sentence": "loss does not tell its split, and no other metric is of a holdout split",
                "proof": "",
            },
        ],
        "timebox": {
            "days": 10,
            "started": "2026-11-02",
            "end": "2026-11-12",
            "used": 10,
            "expired": True,
            "summary": "10 days, 4 days over",
        },
        "activity": {"days": 15, "active": 2, "run_hours": None, "at_least": False},
        "judgements": [
            {
                "use": "success",
                "criterion": "Validation F1 >= 0.72",
                "verdict": "met once",
                "summary": "val_f1 0.731 ≥ 0.72, met once",
                "holds": True,
                "tried": 1,
                "repeats": 1,
                "noise": None,
                "run": "8f3c00112233",
            },
            {
                "use": "stop",
                "criterion": "val_f1 < 0.6 after 3 runs",
                "verdict": "not measured",
                "summary": "1 of 3 runs finished",
                "holds": False,
                "tried": 0,
                "repeats": 0,
                "noise": None,
                "run": None,
            },
        ],
        "commits": [
            {
                "hash": "abcdef1234567890",
                "repository": "",
                "author": "Ana Ruiz",
                "when": "2026-11-15T00:00:00+00:00",
                "subject": "feat(EXP-1): look",
            }
        ],
        "branches": ["exp-1-look"],
        "elsewhere": [],
        "notebooks": ["nb/look.ipynb"],
        "runs": [
            {
                "tracker": "mlflow",
                "id": "8f3c00112233",
                "name": "best",
                "group": "",
                "parent": "",
                "status": "finished",
                "started": None,
                "ended": "2026-11-14T00:00:00+00:00",
                "metrics": {"loss": None, "val_f1": 0.731},
                "params": {},
                "tags": {},
                "datasets": [],
                "source": "",
                "commit": "",
                "dirty": None,
                "branch": "",
                "models": [],
                "url": "https://x.org/a_b",
                "linked_by": "its tag dualtrack.item",
            }
        ],
        "runs_inferred_from": "",
        "registered": [],
        "validations": [],
        "runs_table": {
            "metrics": ("val_f1",),
            "params": (),
            "rows": (
                {
                    "name": "best",
                    "address": "https://x.org/a_b",
                    "status": "finished",
                    "metrics": {"val_f1": "0.731"},
                    "params": {},
                    "commit": "",
                    "why": "its tag dualtrack.item",
                    "judged": True,
                    "runs": ("8f3c00112233",),
                    "repeats": 1,
                    "verdict": "met once",
                },
            ),
        },
        "events": [],
        "referred_to_by": ["TASK-1"],
    }
    assert list(facts["keys"])[:3] == ["status", "id", "title"]
    json.dumps(facts, allow_nan=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = parse(FIXTURE).files
    return board(tmp_path, EXP_1=files["tracks/experiments/EXP-1.md"])


def test_json_is_what_check_says(folder: Path, call: Call) -> None:
    shown = json.loads(call("show", "exp-001", "--format", "json").out)
    checked = json.loads(call("check", "--format", "json").out)
    assert shown["findings"] == [each for each in checked if each["path"] == shown["path"]]
    assert shown["id"] == "EXP-1"


def test_text(folder: Path, call: Call) -> None:
    done = call("show", "EXP-1")
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[:4] == [
        "EXP-1 Look [here](x) *now*",
        "tracks/experiments/EXP-1.md:2",
        "running · 4 days over the timebox of 10 days · ana · research",
        "Criterion Validation F1 >= 0.72: not measured; baseline val_f1 0.69",
    ]
    assert (
        "tracks/experiments/EXP-1.md:8:15: warning: the timebox of EXP-1 ended on 2026-11-12, 4 days ago [expired-timebox]"
        in lines[lines.index("") :]
    )
    assert [line for line in lines if line.startswith(("Definition of Done", "["))] == [
        "Definition of Done 1 of 2",
        "Definition of Done",
        "[x] Training run reproducible and logged — Unknown: no tracker is read here",
        "[ ] Metrics computed on validation and holdout — Open: no tracker is read here",
    ]


def test_a_card_as_text() -> None:
    from dualtrack.features.card_text import card_text
    from dualtrack.features.markdown import plain

    project = parse(FIXTURE).project
    text = plain(card_text(project, project.items["EXP-1"]))
    assert "Best run best (https://x.org/a_b), 2 days ago: loss nan, val_f1 0.731 — 1 linked, 1 finished\n" in text
    assert "Commits 1, branch exp-1-look\n- abcdef12 feat(EXP-1): look — Ana Ruiz, yesterday" in text.replace(
        "1 day ago", "yesterday"
    )
    assert "\\" not in text
    assert "**" not in text


def test_text_cannot_steer_the_terminal(folder: Path, call: Call) -> None:
    board(folder, EXP_1='---\nid: EXP-1\ntitle: "a\\e[31mb"\nstatus: "x\\e]0;y\\a"\nmystery: "\\e[31m"\n---\n')
    for format in ("text", "json"):
        assert "\x1b" not in call("show", "EXP-1", "--format", format).out
