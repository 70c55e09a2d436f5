"""A key is removed."""

from dualtrack.changes.remove_key import remove_key

from tests.changes.spellings import FRONT, changed, changes_sprint, every_spelling


@every_spelling
def test_the_key_is_gone_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: remove_key(project, "EXP-1", "status"), spelling, newline, {"status"})


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: remove_key(p, FRONT, "points"), "      points: 3 # guessed\n", "")
