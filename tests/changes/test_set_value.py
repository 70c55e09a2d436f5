"""A key is given a value."""

import pytest
from dualtrack.changes.assign import Assign
from dualtrack.changes.block import Block
from dualtrack.changes.change import Refusal
from dualtrack.changes.label import Label
from dualtrack.changes.plan import Plan
from dualtrack.changes.request import Request
from dualtrack.changes.set_value import Set, set_value

from tests.changes.results import project_of
from tests.changes.spellings import FRONT, READ, changed, changes_sprint, every_spelling


@every_spelling
def test_the_value_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: set_value(project, "EXP-1", "role", "a: b"), spelling, newline, {"role"})


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: set_value(p, FRONT, "status", "review"), '"@bne"]\n', '"@bne"]\n      status: review\n')


def test_an_item_that_is_a_bare_text_becomes_one_with_keys() -> None:
    assert changes_sprint(
        lambda p: set_value(p, READ, "status", "review"),
        "- Read faster\n",
        "- title: Read faster\n      status: review\n",
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("due", "tomorrow", '"tomorrow" is not a date such as 2026-11-02'),
        ("due", "2026-02-30", '"2026-02-30" is no day: February has 28'),
        ("points", "nan", '"nan" is no number of points such as 3'),
        ("points", "-1", '"-1" is no number of points such as 3'),
        ("points", ".", '"." is no number of points such as 3'),
        ("points", "many", '"many" is no number of points such as 3'),
    ],
)
def test_a_value_that_cannot_be_read_is_refused(key: str, value: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        Set("TASK-1", key, value).change(project_of({"tracks/tasks/TASK-1.md": "---\nid: TASK-1\n---\n"}))
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "asked",
    [
        Set("SPRINT-5", "due", "2026-11-20"),
        Assign("SPRINT-5", "ana"),
        Label("SPRINT-5", "x"),
        Block("SPRINT-5", "data"),
        Plan("SPRINT-5", "sprint-5"),
    ],
    ids=lambda asked: asked.name,
)
def test_a_sprint_has_no_keys_of_work(asked: Request) -> None:
    with pytest.raises(Refusal, match="sprint-5 is a sprint: only tasks, experiments and model versions have this"):
        asked.change(project_of({"tracks/sprints/sprint-5.yaml": "goal: x\n"}))
