"""`dualtrack now`: what needs somebody, and why."""

import json
from pathlib import Path

from tests.cli.commands import board, dualtrack

LATE = "---\nstatus: running\nstarted: 2026-11-01\ntimebox_days: 5\nassignee: ana\n---\n"
BLOCKED = "---\nstatus: in-progress\nblocked: {kind: data, reason: not labelled}\nassignee: ben\n---\n"


def test_what_is_needed_first_stands_first_and_a_part_can_be_asked_for(tmp_path: Path) -> None:
    folder = board(tmp_path, EXP_1=LATE, TASK_1=BLOCKED)
    assert dualtrack("now", "--today", "2026-11-16", cwd=folder).stdout.splitlines() == [
        "",
        "TO DECIDE",
        "  EXP-1  ana",
        "    the timebox of EXP-1 ended on 2026-11-06, 10 days ago",
        "",
        "BLOCKED",
        "  TASK-1  ben",
        "    blocked (data): not labelled",
    ]
    (need,) = json.loads(dualtrack("now", "--assignee", "ben", "--format", "json", cwd=folder).stdout)
    assert (need["kind"], need["key"], need["requests"]) == ("blocked", "TASK-1", ["unblock"])
    assert dualtrack("now", "--assignee", "ann", cwd=folder).stdout == "nothing needs anybody now\n"
