"""A rule is allowed in an item, or turned off."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.silence import allow, turn_off
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import changed, every_spelling


@every_spelling
def test_the_rule_is_named_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: allow(project, "EXP-1", "stale-work"), spelling, newline, {"allow"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "rules: {stale-work: off}\n"),
        ("# ours\nroot: tracks", "# ours\nroot: tracks\nrules: {stale-work: off}"),
        ("rules: {}\r\nroot: x\r\n", "rules: {stale-work: off}\r\nroot: x\r\n"),
        ("rules: {Stale work: error}", "rules: {Stale work: off}"),
        ("rules:\n  stale-work: error # not yet\n", "rules:\n  stale-work: off # not yet\n"),
    ],
)
def test_the_rule_is_turned_off_whatever_the_conventions_say(before: str, after: str) -> None:
    project = project_of({"dualtrack.yaml": before, "tracks/tasks/TASK-1.md": ""})
    assert apply(before, turn_off(project, "dualtrack.yaml", "stale-work").edits["dualtrack.yaml"]) == after


def test_conventions_with_a_conflict_are_left_as_they_are() -> None:
    project = project_of({"dualtrack.yaml": "<<<<<<< a\nroot: a\n=======\nroot: b\n>>>>>>> b\n"})
    with pytest.raises(Refusal):
        turn_off(project, "dualtrack.yaml", "stale-work")
