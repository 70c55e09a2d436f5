"""`dualtrack learnings`: what decided experiments have taught."""

import json
from pathlib import Path

from tests.cli.commands import board
from tests.cli.conftest import Call
from tests.cli.test_prior import DECIDED

LATER = "---\ntitle: Focal loss\nstatus: decided\ndecision: ship\nclosed: 2026-11-09\nassignee: ana\nlearnings: It pays.\n---\n"


def test_the_last_decision_stands_first_with_what_was_measured_and_learned(tmp_path: Path, call: Call) -> None:
    board(tmp_path, EXP_1=DECIDED, EXP_2=LATER, EXP_3="---\nstatus: running\ndecision: ship\n---\n")
    assert call("learnings").out.splitlines() == [
        "EXP-2 Focal loss  Ship  2026-11-09",
        "  It pays.",
        "EXP-1 Oversample the churners  Decided not to pursue: overfit  2026-11-01",
        "  It helps",
        "  The classes are weighted already.",
    ]
    (told,) = json.loads(call("learnings", "--assignee", "ana", "--format", "json").out)
    assert (told["key"], told["decision"]) == ("EXP-2", "ship")
