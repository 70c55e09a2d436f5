"""An item is planned for a sprint."""

import pytest
from dualtrack.changes.change import Refusal, texts_after
from dualtrack.changes.plan import Plan
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import experiment

TASK = "tracks/tasks/TASK-1.md"


def test_the_sprint_is_written_as_it_is_called() -> None:
    project = project_of({TASK: "---\nstatus: review\n---\n", "tracks/sprints/sprint-5.yaml": "goal: Learn\n"})
    (edits,) = Plan("TASK-1", "Sprint-05").change(project).edits.values()
    assert apply(project.documents[TASK].text, edits) == "---\nstatus: review\nsprint: sprint-5\n---\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("product-tasks: [TASK-2, task-01]  # ours\n", "product-tasks: [TASK-2]  # ours\n"),
        ("sprint-6:\n  goal: x\n  product_tasks:\n    - TASK-1\n    - {feature: x}\n", None),
        ("product_tasks: [TASK-1]\nend: 2026-11-01\n", "product_tasks: [TASK-1]\nend: 2026-11-01\n"),
    ],
)
def test_it_leaves_the_open_sprint_that_lists_it(before: str, after: str | None) -> None:
    path = "tracks/sprints/sprint-6.yaml"
    project = project_of({TASK: "---\nid: TASK-1\n---\n", "tracks/sprints/sprint-5.yaml": "goal: x\n", path: before})
    texts = texts_after(project, Plan("TASK-1", "sprint-5").change(project))
    assert texts[TASK] == "---\nid: TASK-1\nsprint: sprint-5\n---\n"
    assert texts.get(path, before) == (before.replace("    - TASK-1\n", "") if after is None else after)


def test_what_stands_in_a_sprint_is_refused() -> None:
    files = {
        "tracks/sprints/sprint-5.yaml": "goal: x\n",
        "tracks/sprints/sprint-6.yaml": "product_tasks: [{feature: x}, {id: TASK-1, status: review}]\n",
    }
    with pytest.raises(Refusal, match="x stands in sprint-6: move it to a file of its own first"):
        Plan("sprint-6/feature:x", "sprint-5").change(project_of(files))
    project = project_of({TASK: "---\nid: TASK-1\n---\n", **files})
    with pytest.raises(Refusal, match="sprint-6 says more of it than its id"):
        Plan("TASK-1", "sprint-5").change(project)


def test_what_is_no_sprint_is_refused() -> None:
    with pytest.raises(Refusal):
        Plan("EXP-1", "EXP-1").change(experiment("usual"))
