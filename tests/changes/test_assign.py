"""An item is assigned to somebody."""

import pytest
from dualtrack.changes.assign import Assign
from dualtrack.changes.change import Refusal
from dualtrack.text import apply

from tests.changes.results import project_of
from tests.changes.spellings import FRONT, STORE, changed, changes_sprint, every_spelling, experiment


@every_spelling
def test_the_person_is_written_and_nothing_else_changes(spelling: str, newline: str) -> None:
    changed(lambda project: Assign("EXP-1", "@Ana: R").change(project), spelling, newline, {"assignee"})


def test_who_is_assigned_joins_a_list() -> None:
    assert changes_sprint(lambda p: Assign(FRONT, "chi").change(p), '"@bne"]\n', '"@bne", chi]\n')


def test_who_is_assigned_joins_several_who_stand_in_a_text() -> None:
    path = "tracks/tasks/TASK-1.md"
    text = "---\nid: TASK-1\nassignee: ana, ben  # both\n---\n"
    edits = Assign("TASK-1", "chi").change(project_of({path: text})).edits[path]
    assert apply(text, edits) == text.replace("ana, ben", "[ana, ben, chi]")


def test_who_is_assigned_takes_over_from_one_person() -> None:
    assert changes_sprint(lambda p: Assign("EXP-1", "chi").change(p), "owner: '@bne'", "owner: 'chi'")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("ana", "ben", "TASK-1 assigned to ben (was: ana)"),
        ("[ana]", "[ana, ben]", "TASK-1 assigned to ben (with ana)"),
        ("[ana, chi]", "[ana, chi, ben]", "TASK-1 assigned to ben (with ana, chi)"),
        ("[]", "[ben]", "TASK-1 assigned to ben"),
        ("[ben]", "[ben]", "TASK-1 assigned to ben"),
    ],
)
def test_one_person_is_followed_and_a_list_is_joined(before: str, after: str, said: str) -> None:
    path = "tracks/tasks/TASK-1.md"
    text = f"---\nid: TASK-1\nassignee: {before}  # who\n---\n"
    change = Assign("TASK-1", "ben").change(project_of({path: text}))
    assert (apply(text, change.edits[path]), change.label) == (text.replace(before, after), said)


def test_an_item_in_a_sprint_is_changed_where_it_stands() -> None:
    assert changes_sprint(lambda p: Assign(STORE, "chi").change(p), "status: review,", "status: review, assignee: chi,")


def test_nobody_is_refused() -> None:
    with pytest.raises(Refusal):
        Assign("EXP-1", " @ ").change(experiment("usual"))
