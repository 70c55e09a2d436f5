"""An item is moved to another status."""

from dualtrack.changes.move_item import move_item

from tests.changes.spellings import STORE, changed, changes_sprint, every_spelling


@every_spelling
def test_the_status_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    keys = {"status", "started", "closed", "decision"}
    after = changed(lambda project: move_item(project, "EXP-1", "evaluating"), spelling, newline, keys)
    assert not after or after.values["status"] == "evaluating"


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: move_item(p, STORE, "done"), "status: review,", "status: done, closed: 2026-11-16,")
