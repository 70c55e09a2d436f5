"""A decision on an experiment."""

import pytest
from dualtrack.changes.decide import Decide
from dualtrack.files.document import parse
from dualtrack.text import apply

from tests.changes.spellings import SPELLINGS, changed, every_spelling, experiment


@every_spelling
def test_the_decision_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    keys = {"status", "decision", "closed"}
    after = changed(lambda project: Decide("EXP-1", "inconclusive").change(project), spelling, newline, keys)
    assert not after or after.values["status"] == "decided"


@pytest.mark.parametrize("spelling", ["nothing", "empty", "sections", "broken key"])
def test_it_is_possible_in_any_experiment(spelling: str) -> None:
    path = "tracks/experiments/EXP-1.md"
    text = apply(SPELLINGS[spelling], Decide("EXP-1", "ship").change(experiment(spelling)).edits[path])
    assert parse(path, text).values["decision"] == "ship"
    assert "> No success criterion could be read." in text
