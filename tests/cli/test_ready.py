"""`dualtrack ready`, and `dualtrack claim` after it."""

import json
from pathlib import Path

from tests.cli.commands import board
from tests.cli.conftest import Call

READY = "---\nstatus: proposed\nhypothesis: It raises f1 by 0.1\nsuccess_criteria: f1 >= 0.7\ntimebox_days: 5\n---\n"


def test_what_is_ready_is_claimed_once(tmp_path: Path, call: Call) -> None:
    board(tmp_path, EXP_1=READY, TASK_1="---\nstatus: backlog\ndepends_on: EXP-1\n---\n")
    assert call("ready").out.splitlines() == [
        "EXP-1",
        "  hypothesis: It raises f1 by 0.1",
        "  succeeds with: f1 >= 0.7",
        "  timebox: 5 days",
        "",
        "not ready:",
        "  TASK-1 waits for EXP-1 (proposed)",
    ]
    told = json.loads(call("ready", "--format", "json").out)
    assert [each["id"] for each in told["ready"]] == ["EXP-1"]
    assert call("claim", "EXP-1", "--person", "agent-1").out == "EXP-1 moved to running, assigned to agent-1\n"
    again = call("claim", "EXP-1", "--person", "agent-2")
    assert (again.code, again.err) == (2, "dualtrack: EXP-1 is assigned to agent-1\n")
