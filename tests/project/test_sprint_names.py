"""By which names an item may say its sprint."""

import pytest

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
