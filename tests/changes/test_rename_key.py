"""A key is renamed."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.rename_key import rename_key

from tests.changes.spellings import FRONT, changed, changes_sprint, every_spelling, experiment


@every_spelling
def test_the_key_has_its_new_name_and_nothing_else_changes(spelling: str, newline: str) -> None:
    keys = {"status", "state"}
    changed(lambda project: rename_key(project, "EXP-1", "status", "state"), spelling, newline, keys)


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: rename_key(p, FRONT, "Due-Date", "due"), "Due-Date:", "due:")


@pytest.mark.parametrize("old", ["stauts", "extra"])
def test_a_key_that_is_not_there_and_a_name_that_is_taken_are_refused(old: str) -> None:
    with pytest.raises(Refusal):
        rename_key(experiment("usual"), "EXP-1", old, "status")
