"""Nothing blocks an item any more."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.unblock import Unblock

from tests.changes.results import project_of
from tests.changes.spellings import STORE, changes_sprint


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: Unblock("EXP-1").change(p), "      blocked: no labels\n", "")
    assert changes_sprint(lambda p: Unblock(STORE).change(p), ', blocked: {reason: "no, disk"}', "")


def test_what_is_not_blocked_is_refused() -> None:
    with pytest.raises(Refusal, match="TASK-1 is not blocked"):
        Unblock("TASK-1").change(project_of({"tracks/tasks/TASK-1.md": "---\nid: TASK-1\n---\n"}))
