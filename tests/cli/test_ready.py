"""`dualtrack ready`, and `dualtrack claim` after it."""

import json
from pathlib import Path

from tests.cli.commands import board, dualtrack

READY = "---\nstatus: proposed\nhypothesis: It raises f1 by 0.1\nsuccess_criteria: f1 >= 0.7\ntimebox_days: 5\n---\n"


def test_what_is_ready_is_claimed_once(tmp_path: Path) -> None:
    folder = board(tmp_path, EXP_1=READY, TASK_1="---\nstatus: backlog\ndepends_on: EXP-1\n---\n")
    assert dualtrack("ready", cwd=folder).stdout.splitlines() == [
        "EXP-1",
        "  hypothesis: It raises f1 by 0.1",
        "  succeeds with: f1 >= 0.7",
        "  timebox: 5 days",
        "",
        "not ready:",
        "  TASK-1 waits for EXP-1 (proposed)",
    ]
    told = json.loads(dualtrack("ready", "--format", "json", cwd=folder).stdout)
    assert [each["id"] for each in told["ready"]] == ["EXP-1"]
    assert (
        dualtrack("claim", "EXP-1", "--person", "agent-1", cwd=folder).stdout == "EXP-1 moved to running, assigned to agent-1\n"
    )
    again = dualtrack("claim", "EXP-1", "--person", "agent-2", cwd=folder)
    assert (again.returncode, again.stderr) == (2, "dualtrack: EXP-1 is assigned to agent-1\n")
