"""A name is replaced where an item names it."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.reassign import reassign

from tests.changes.spellings import FRONT, changes_sprint, experiment


@pytest.mark.parametrize(("key", "old"), [(FRONT, '"@bne"'), ("EXP-1", "'@bne'")])
def test_an_item_in_a_sprint_is_changed_where_it_stands(key: str, old: str) -> None:
    assert changes_sprint(lambda p: reassign(p, key, "bne", "ben"), old, "ben")


def test_a_name_that_is_not_there_is_refused() -> None:
    with pytest.raises(Refusal):
        reassign(experiment("usual"), "EXP-1", "bne", "ben")
