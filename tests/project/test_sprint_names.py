"""By which names an item may say its sprint."""

import pytest
from dualtrack.changes.new_item import new_item
from dualtrack.changes.plan import Plan
from dualtrack.features.board import board
from dualtrack.features.naming import named_item

from tests.fixture import parse

SPRINTS = """
-- tracks/sprints/sprint-5.md --
---
id: sprint-5
title: Sprint Five
---
-- tracks/sprints/sprint-6.md --
---
id: sprint-6
title: Twice
---
-- tracks/sprints/iteration-6.md --
---
id: iteration-6
kind: sprint
title: Twice
---
"""


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("sprint-5", "sprint-5"),
        ("Sprint 5", "sprint-5"),
        ("5", "sprint-5"),
        ("05", None),
        ("sprint five", "sprint-5"),
        ("Sprint 6", "sprint-6"),
        ("6", None),
        ("Twice", None),
        ("7", None),
    ],
)
def test_a_sprint_is_found_where_no_other_is_called_so(written: str, found: str | None) -> None:
    project = parse(f"{SPRINTS}-- tracks/tasks/TASK-1.md --\n---\nid: TASK-1\nsprint: {written}\n---\n").project
    sprint = project.sprint(written)
    assert (sprint and sprint.id) == found
    assert [item.id for item in project.members(sprint)] == ["TASK-1"] if sprint else True


@pytest.mark.parametrize("written", ["sprint-5", "Sprint 5", "5", "sprint five"])
def test_whoever_is_told_the_name_of_a_sprint_takes_what_a_file_may_say(written: str) -> None:
    task = "-- tracks/tasks/TASK-{0}.md --\n---\nid: TASK-{0}\n{1}---\n"
    project = parse(SPRINTS + task.format(1, f"sprint: {written}\n") + task.format(2, "")).project
    assert board(project).cards["TASK-1"].sprints == ("sprint-5",)  # however it is written, it is one lane, and one filter
    assert named_item(project, written).id == "sprint-5"
    (edit,) = Plan("TASK-2", sprint=written).change(project).edits["tracks/tasks/TASK-2.md"]
    assert "sprint: sprint-5" in edit.text
    (made,) = new_item(project, "", "task", "Three", sprint=written).edits.values()
    assert "sprint: sprint-5" in made[0].text


def test_a_model_is_one_however_files_write_it() -> None:
    files = "-- tracks/models/fraud-1.2.md --\n---\nid: fraud@1.2\n---\n-- tracks/tasks/TASK-1.md --\n---\nmodel: {}\n---\n"
    assert board(parse(files.format("Fraud@1.2")).project).cards["TASK-1"].model == "fraud@1.2"
    assert board(parse(files.format("Fraud@1.3")).project).cards["TASK-1"].model == "Fraud@1.3"
