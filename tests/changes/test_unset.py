"""A value is taken from an item."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.unset import Unset
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import FRONT, changes_sprint

PATH = "tracks/tasks/TASK-1.md"


def _unset(keys: str, name: str, value: str = "*") -> str:
    text = f"---\nid: TASK-1\n{keys}---\n"
    change = Unset("TASK-1", name, value).change(project_of({PATH: text}))
    return apply(text, change.edits[PATH]).removeprefix("---\nid: TASK-1\n").removesuffix("---\n")


@pytest.mark.parametrize(
    ("before", "name", "value", "after"),
    [
        ("priority: high  # for now\nsprint: s\n", "priority", "*", "sprint: s\n"),
        ("labels: [a, b, c]  # kinds\n", "labels", "b", "labels: [a, c]  # kinds\n"),
        ("labels:\n  - a\n  - b  # why\n  - c\n", "labels", "b", "labels:\n  - a\n  - c\n"),
        ("depends_on: [TASK-2]\n", "depends_on", "TASK-2", ""),
        ("assignee: ana\n", "assignee", "*", ""),
        ("assignee: ['@ana', ben]\n", "assignee", "ana", "assignee: [ben]\n"),
        ("assignee: '@ana'\n", "assignee", "@ana", ""),
        ("tags: a, b, c\n", "labels", "b", "tags: [a, c]\n"),
        ('depends_on: [TASK-2, "[[TASK-3]]"]\n', "depends_on", "TASK-3", "depends_on: [TASK-2]\n"),
        ("depends_on: [task-1, Task-02]\n", "depends_on", "TASK-2", "depends_on: [task-1]\n"),
        ("parent: task-02\n", "parent", "TASK-2", ""),
        ("points: 3\n", "points", "3", ""),
    ],
)
def test_it_goes_and_nothing_else_changes(before: str, name: str, value: str, after: str) -> None:
    assert _unset(before, name, value) == after


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(Unset(FRONT, "points").change, "      points: 3 # guessed\n", "")
    assert changes_sprint(Unset(FRONT, "assignee", "@bne").change, '[ana, "@bne"]', "[ana]")


@pytest.mark.parametrize(
    ("name", "value"), [("status", "*"), ("labels", "web"), ("labels", " "), ("role", "*"), ("points", "3")]
)
def test_what_is_not_there_or_must_be_there_is_refused(name: str, value: str) -> None:
    with pytest.raises(Refusal):
        _unset("labels: [a]\npoints: 5\n", name, value)
