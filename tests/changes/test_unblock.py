"""Nothing blocks an item any more."""

from dualtrack.changes.unblock import Unblock

from tests.changes.spellings import STORE, changes_sprint


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: Unblock("EXP-1").change(p), "      blocked: no labels\n", "")
    assert changes_sprint(lambda p: Unblock(STORE).change(p), ', blocked: {reason: "no, disk"}', "")
