"""Who has the last word on an item's status."""

import pytest
from dualtrack.features.check import check
from dualtrack.project.last_word import last_statement

from tests.fixture import parse

ITEM = """
-- tracks/tasks/TASK-1.md --
---
status: review
---
## Definition of Done
- [x] reviewed
-- facts.yaml --
"""
CLOSER = "{hash: aaaaaaaa, message: Closes TASK-1, when: 2026-11-10}"


@pytest.mark.parametrize(
    ("commits", "said"),
    [
        (CLOSER, "close"),
        (f"{CLOSER}, {{hash: b, message: Reopens TASK-1, when: 2026-11-11}}", "reopen"),
        (f"{CLOSER}, {{hash: b, message: 'TASK-1 #review', when: 2026-11-11}}", "review"),
        (f"{CLOSER}, {{hash: b, message: 'TASK-1 #review', when: 2026-11-10}}", ""),  # nobody knows which was later
        (f"{CLOSER}, {{hash: b, message: 'Revert \"Closes TASK-1\"', when: 2026-11-11}}", ""),
        (f"{CLOSER}, {{hash: b, message: '[FIX TASK-1] Revert \"Seed it\"', when: 2026-11-11}}", "close"),
        (f"{CLOSER}, {{hash: b, message: TASK-1 notes, paths: [tracks/tasks/TASK-1.md], when: 2026-11-11}}", ""),
        ("", ""),
    ],
)
def test_the_last_word(commits: str, said: str) -> None:
    project = parse(f"{ITEM}commits: [{commits}]\n").project
    found = last_statement(project, project.items["TASK-1"])
    assert (found[1] if found else "") == said


def test_what_is_said_of_a_former_id_is_said_of_the_item() -> None:
    project = parse(
        f"{ITEM}commits: [{CLOSER}]\n".replace("TASK-1.md", "BUG-9.md").replace("status", "formerly: TASK-1\nstatus")
    ).project
    found = last_statement(project, project.items["BUG-9"])
    assert found and found[1] == "close"


def test_where_not_all_is_known_nobody_said_anything() -> None:
    project = parse(f"{ITEM}shallow: true\ncommits: [{CLOSER}]\n").project
    assert not last_statement(project, project.items["TASK-1"])


@pytest.mark.parametrize(("path", "closed"), [("tracks/tasks/TASK-2.md", False), ("form.py", True)])
def test_a_commit_that_only_adds_the_items_file_closes_nothing(path: str, closed: bool) -> None:
    commit = f"{{hash: a0000001task-1, message: Fix TASK-1, when: 2026-11-10, paths: [tracks/tasks/TASK-1.md, {path}]}}"
    project = parse(f"{ITEM}commits: [{commit}]\npast: {{TASK-1: [{{when: 2026-11-10, status: review}}]}}\n").project
    assert bool(last_statement(project, project.items["TASK-1"])) == closed


ADDED = (
    "{hash: a0000001task-1, message: Fix TASK-1, when: 2026-11-10, paths: [backlog/tasks/TASK-1.md, backlog/tasks/TASK-2.md]}"
)


@pytest.mark.parametrize(
    "commits", [ADDED, f"{CLOSER}, {{hash: b, message: TASK-1 notes, paths: [backlog/tasks/TASK-1.md], when: 2026-11-11}}"]
)
def test_what_was_imported_is_judged_by_where_it_lay(commits: str) -> None:
    past = "past: {TASK-1: [{when: 2026-11-10, status: review}]}"
    project = parse(f"-- dualtrack.yaml --\nimported: [backlog]\n{ITEM}commits: [{commits}]\n{past}\n").project
    assert not last_statement(project, project.items["TASK-1"])


def test_what_is_moved_after_its_work_is_not_finished() -> None:
    work = "commits: [{hash: aaaaaaaa, message: TASK-1 form, when: 2026-11-10, paths: [form.py]}]"
    moved = "past: {TASK-1: [{when: 2026-11-09, status: done}, {when: 2026-11-11, status: review}]}"
    for facts, codes in ((work, ["finished-but-open"]), (f"{work}\n{moved}", [])):
        project = parse(f"{ITEM}{facts}\n").project
        assert [finding.code for found in check(project).findings.values() for finding in found] == codes
