"""The branch on which work on an item starts."""

import pytest
from dualtrack.adapters.history.commit_store import ids_of
from dualtrack.changes.start_work import Start, branch_for

from tests import fixture


@pytest.mark.parametrize(
    ("id", "title", "branch"),
    [
        ("EXP-23", "Add feature X", "exp-23-add-feature-x"),
        ("EXP-23", "EXP-23", "exp-23"),
        ("TASK-1.2", "Sub form", "task-1.2-sub-form"),
        ("EXP-3", "Replace EXP-2 by data 5 of 2024", "exp-3-replace-exp2-by-data5-of2024"),
        ("EXP-3", "5 folds", "exp-3-5-folds"),
        (
            "TASK-7",
            "The longest title that anybody has ever thought of for a task",
            "task-7-the-longest-title-that-anybody-has-ever-thought-of",
        ),
        ("TASK-7", "x" * 90, "task-7"),
    ],
)
def test_a_branch_is_named_for_its_item_alone(id: str, title: str, branch: str) -> None:
    project = fixture.parse(f"-- tracks/tasks/{id}.md --\n---\nid: {id}\ntitle: {title}\n---\n").project
    assert branch_for(next(iter(project.items.values()))) == branch
    assert ids_of(f"refs/heads/{branch}") == (id,)


def test_what_waits_is_started_and_says_so() -> None:
    project = fixture.parse("""\
-- tracks/tasks/TASK-1.md --
---
depends_on: [TASK-2, TASK-3]
blocked: {kind: data, reason: no labels}
---
-- tracks/tasks/TASK-2.md --
---
status: review
---
-- tracks/tasks/TASK-3.md --
---
status: done
---
""").project
    assert Start("TASK-1", "task-1").change(project).label == (
        "TASK-1 moved to in-progress on branch task-1; it is blocked: no labels; it waits for TASK-2 (review)"
    )
