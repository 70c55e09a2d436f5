"""An item is marked as blocked."""

import pytest
from dualtrack.changes.block import Block
from dualtrack.changes.change import Refusal

from tests.changes.spellings import STORE, changed, changes_sprint, every_spelling, experiment


@every_spelling
def test_the_blocker_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: Block("EXP-1", "data", "DATA-3, {x}").change(project), spelling, newline, {"blocked"})


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: Block(STORE, "infra").change(p), '"no, disk"}', '"no, disk", kind: infra}')


def test_a_reason_that_stood_alone_is_kept() -> None:
    kept = "blocked: {kind: data, reason: no labels}"
    assert changes_sprint(lambda p: Block("EXP-1", "data").change(p), "blocked: no labels", kept)


def test_a_kind_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refusal):
        Block("EXP-1", "weather").change(experiment("usual"))
