"""`dualtrack now`: what needs somebody, and why."""

import json
from pathlib import Path

from tests.cli.commands import board
from tests.cli.conftest import Call

LATE = "---\nstatus: running\nstarted: 2026-11-01\ntimebox_days: 5\nassignee: ana\n---\n"
BLOCKED = "---\nstatus: in-progress\nblocked: {kind: data, reason: not labelled}\nassignee: ben\n---\n"


def test_what_is_needed_first_stands_first_and_a_part_can_be_asked_for(tmp_path: Path, call: Call) -> None:
    board(tmp_path, EXP_1=LATE, TASK_1=BLOCKED)
    assert call("now", "--today", "2026-11-16").out.splitlines() == [
        "",
        "TO DECIDE",
        "  EXP-1  ana",
        "    the timebox of EXP-1 ended on 2026-11-06, 10 days ago",
        "",
        "BLOCKED",
        "  TASK-1  ben",
        "    blocked (data): not labelled",
    ]
    (need,) = json.loads(call("now", "--assignee", "ben", "--format", "json").out)
    assert (need["kind"], need["key"], need["requests"]) == ("blocked", "TASK-1", ["unblock"])
    assert call("now", "--assignee", "ann").out == "nothing needs anybody now\n"
