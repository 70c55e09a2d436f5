"""An item is planned for a sprint."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.plan import Plan
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import experiment

TASK = "tracks/tasks/TASK-1.md"


def test_the_sprint_is_written_as_it_is_called() -> None:
    project = project_of({TASK: "---\nstatus: review\n---\n", "tracks/sprints/sprint-5.yaml": "goal: Learn\n"})
    (edits,) = Plan("TASK-1", "Sprint-05").change(project).edits.values()
    assert apply(project.documents[TASK].text, edits) == "---\nstatus: review\nsprint: sprint-5\n---\n"


def test_what_is_no_sprint_is_refused() -> None:
    with pytest.raises(Refusal):
        Plan("EXP-1", "EXP-1").change(experiment("usual"))
