"""What other branches hold, as the project counts and judges it."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.next_id import next_id
from dualtrack.changes.renumber import renumber
from dualtrack.features.board import board
from dualtrack.features.check import Checked, check
from dualtrack.project.project import Project

from tests.fixture import Mark, marks_of, parse

FILES = """
-- tracks/tasks/TASK-1.md --
---
depends_on: [TASK-7]
---
-- tracks/tasks/TASK-2.md --
---
status: review
---
See [[task-07]].
-- facts.yaml --
"""
BRANCHES = [
    "",
    "elsewhere: [{id: TASK-7, branch: a, status: review, same: false}]",
    "elsewhere: [{id: TASK-2, branch: a, status: done}, {id: TASK-7, branch: b, path: x, title: y}]",
    "elsewhere: [{id: TASK-2, branch: a, path: x, title: y, same: false}]",
]


def project(branches: str) -> Project:
    return parse(FILES + branches).project


def marks(project: Project, checked: Checked) -> list[Mark]:
    return marks_of(project, dict(checked.findings))


def test_what_is_found_follows_the_branches() -> None:
    found = [sorted(f.code for each in check(project(text)).findings.values() for f in each) for text in BRANCHES]
    codes = [{code for code in each if code in ("unknown-reference", "duplicate-id-on-branch")} for each in found]
    assert codes == [{"unknown-reference"}, set(), set(), {"unknown-reference", "duplicate-id-on-branch"}]


@pytest.mark.parametrize("before", BRANCHES)
@pytest.mark.parametrize("after", BRANCHES)
def test_followed_equals_judged_afresh(before: str, after: str) -> None:
    old = project(before)
    new = old.with_facts(parse(FILES + after).facts)
    assert marks(new, check(new, check(old))) == marks(new, check(new))
    assert board(new, board(old)) == board(new)


def test_ids_of_other_branches_are_taken() -> None:
    known = project(BRANCHES[1])
    assert next_id(known, "TASK") == "TASK-8"
    assert renumber(known, "TASK-1").label == "TASK-1 is now TASK-8"
    with pytest.raises(Refusal, match="TASK-7 is taken on a by "):
        renumber(known, "TASK-1", "TASK-7")
