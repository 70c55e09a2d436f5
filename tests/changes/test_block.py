"""An item is marked as blocked."""

import pytest
from dualtrack.changes.block import block
from dualtrack.changes.change import Refusal

from tests.changes.spellings import STORE, changed, changes_sprint, every_spelling, experiment


@every_spelling
def test_the_blocker_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: block(project, "EXP-1", "data", "DATA-3, {x}"), spelling, newline, {"blocked"})


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: block(p, STORE, "infra"), '"no, disk"}', '"no, disk", kind: infra}')


def test_a_reason_that_stood_alone_is_kept() -> None:
    kept = "blocked: {kind: data, reason: no labels}"
    assert changes_sprint(lambda p: block(p, "EXP-1", "data"), "blocked: no labels", kept)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refusal):
        block(experiment("usual"), "EXP-1", "weather")
