"""Who claims an item, and what is refused."""

import re

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.claim import Claim

from tests import fixture

BOARD = """\
-- dualtrack.yaml --
members: {ana: {email: ana@example.com}, ben: {}}
-- tracks/experiments/EXP-1 Ready.md --
---
status: proposed
hypothesis: It raises val_f1 by 0.02
success_criteria: val_f1 >= 0.7
timebox_days: 5
---
-- tracks/tasks/TASK-1 Of ana.md --
---
status: backlog
assignee: Ana
---
-- tracks/tasks/TASK-4 Done.md --
---
status: done
assignee: ana
---
-- tracks/tasks/TASK-2 Under way.md --
---
status: in-progress
---
-- tracks/tasks/TASK-3 Waits.md --
---
status: backlog
depends_on: TASK-2
---
-- facts.yaml --
checkout: {name: Ana, email: ana@example.com}
"""


def test_what_is_ready_is_started_for_whoever_claims_it() -> None:
    project = fixture.parse(BOARD).project
    change = Claim("EXP-1", "agent-1").change(project)
    assert change.label == "EXP-1 moved to running, assigned to agent-1"
    assert next(iter(texts_after(project, change).values())).startswith(
        "---\nstatus: running\nstarted: 2026-11-16\nassignee: agent-1\n"
    )
    assert Claim("TASK-1").change(project).label == "TASK-1 moved to in-progress, assigned to ana"


@pytest.mark.parametrize(
    ("key", "person", "why"),
    [
        ("TASK-1", "ben", "TASK-1 is assigned to Ana"),
        ("TASK-2", "ben", "TASK-2 is in-progress: only what waits can be claimed"),
        ("TASK-4", "ben", "TASK-4 is done: only what waits can be claimed"),
        ("TASK-3", "ben", "TASK-3 waits for TASK-2 (in-progress)"),
    ],
)
def test_what_is_in_the_way_is_said(key: str, person: str, why: str) -> None:
    with pytest.raises(Refusal, match=re.escape(why)):
        Claim(key, person).change(fixture.parse(BOARD).project)


@pytest.mark.parametrize(("author", "assigned"), [("Ana", "ben"), ("Ben Stone", "Ben Koch")])
def test_without_members_an_account_that_items_use_is_oneself_unless_another_may_be_meant(author: str, assigned: str) -> None:
    facts = (
        f"commits: [{{hash: aaaa0001, author: {author}, message: Work}}]\ncheckout: {{name: Ben Koch, email: ben@acme.io}}\n"
    )
    board = BOARD.partition("-- tracks/")[2].partition("-- facts.yaml --")[0].replace("Ana", "ben")
    project = fixture.parse(f"-- tracks/{board}-- facts.yaml --\n{facts}").project
    assert Claim("EXP-1").change(project).label == f"EXP-1 moved to running, assigned to {assigned}"
