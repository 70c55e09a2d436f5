"""A timebox is extended."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.extend_timebox import Extend

from tests.changes.results import project_of
from tests.changes.spellings import changed, changes_sprint, every_spelling


@every_spelling
def test_the_extension_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: Extend("EXP-1", 3, "because: {x}").change(project), spelling, newline, {"extensions"})


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    extended = 'timebox: 5d\n      extensions:\n        - {days: 2, on: 2026-11-16, reason: "labels"}\n'
    assert changes_sprint(lambda p: Extend("EXP-1", 2, "labels").change(p), "timebox: 5d\n", extended)


def test_a_reason_is_needed() -> None:
    with pytest.raises(Refusal, match="a reason is needed"):
        Extend("EXP-1", 2).change(project_of({"tracks/experiments/EXP-1.md": "---\nid: EXP-1\ntimebox_days: 5\n---\n"}))
