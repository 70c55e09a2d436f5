"""A key is given a value."""

from dualtrack.changes.set_value import set_value

from tests.changes.spellings import FRONT, READ, changed, changes_sprint, every_spelling


@every_spelling
def test_the_value_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: set_value(project, "EXP-1", "role", "a: b"), spelling, newline, {"role"})


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: set_value(p, FRONT, "status", "review"), '"@bne"]\n', '"@bne"]\n      status: review\n')


def test_an_item_that_is_a_bare_text_becomes_one_with_keys() -> None:
    assert changes_sprint(
        lambda p: set_value(p, READ, "status", "review"),
        "- Read faster\n",
        "- title: Read faster\n      status: review\n",
    )
