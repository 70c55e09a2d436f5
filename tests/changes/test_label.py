"""A label is added."""

import pytest
from dualtrack.changes.change import Refusal, texts_written
from dualtrack.changes.label import Label
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import STORE, changed, changes_sprint, every_spelling


@every_spelling
def test_the_label_is_the_last_and_nothing_else_changes(spelling: str, newline: str) -> None:
    after = changed(Label("EXP-1", "a: b").change, spelling, newline, {"labels"})
    assert after is None or after.values["labels"] == ["a: b"]


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(Label(STORE, "web").change, "status: review", "status: review, labels: [web]")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("labels: [a]  # kind\n", "labels: [a, web]  # kind\n"),
        ("labels:\n  - a\n", "labels:\n  - a\n  - web\n"),
        ("labels: a\n", "labels: [a, web]\n"),
        ("labels: a, b\n", "labels: [a, b, web]\n"),
        ("labels: []  # none\n", "labels: [web]  # none\n"),
        ("tags: a, b\n", "tags: [a, b, web]\n"),
        ("labels:\n", "labels:\n  - web\n"),
    ],
)
def test_it_joins_those_that_are_there(before: str, after: str) -> None:
    path = "tracks/tasks/TASK-1.md"
    text = f"---\nid: TASK-1\n{before}---\n"
    assert apply(text, Label("TASK-1", " web ").change(project_of({path: text})).edits[path]) == text.replace(before, after)


def test_a_label_that_is_empty_is_refused_and_one_that_is_there_stays() -> None:
    project = project_of({"tracks/tasks/TASK-1.md": "---\nid: TASK-1\nlabels: [web]\n---\n"})
    with pytest.raises(Refusal, match="a label is needed"):
        Label("TASK-1", " ").change(project)
    assert texts_written(project, Label("TASK-1", "web").change(project)) == {}
