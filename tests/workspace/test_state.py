"""What is shown while somebody types."""

import pytest
from dualtrack.features.board import Boards
from dualtrack.features.now import needs
from dualtrack.files.document import parse as document
from dualtrack.workspace.state import State

from tests.fixture import parse

EXP, SPRINT, CONVENTIONS = "tracks/experiments/EXP-1.md", "tracks/sprints/sprint-5.yaml", "dualtrack.yaml"
TEXTS = {
    EXP: "---\nid: EXP-1\ntitle: Look\nstatus: running\nstarted: 2026-11-02\ntimebox_days: 17\nmodel: churn@1.2\n---\nText\n",
    "tracks/tasks/TASK-1.md": "---\nstatus: review\nsprint: sprint-5\npriority: low\n---\n",
    "tracks/tasks/TASK-2.md": "---\nstatus: review\n---\n",
    "tracks/models/churn-1.2.md": "---\nid: churn@1.2\nstage: experiment\n---\n",
    SPRINT: "start: 2026-11-09\nend: 2026-11-20\nexperiments:\n  - title: Look on\n    due: 2026-12-01\n",
    CONVENTIONS: "tracks:\n  production: {statuses: [backlog, review, done]}\n",
}
TYPED = [
    (EXP, "timebox_days: 17", "timebox_days: 1"),
    (EXP, "timebox_days: 17", "timebox_days:"),
    (EXP, "id: EXP-1", "id: EXP-12"),
    (EXP, "model: churn@1.2", "model: churn"),
    (EXP, "model: churn@1.2", "model: churn@1.2\ndue: 2026-11-1"),
    (EXP, "model: churn@1.2", "model: churn@1.2\ndecision: ship"),
    (EXP, "model: churn@1.2", "model: churn@1.2\ntrack: production"),
    (EXP, "model: churn@1.2", "model: churn@1.2\npriority: high"),
    ("tracks/tasks/TASK-1.md", "sprint: sprint-5", "sprint: sprint-"),
    (SPRINT, "due: 2026-12-01", "due: 2026-11-01"),
    (SPRINT, "title: Look on", "title: L"),
    (CONVENTIONS, "[backlog, review, done]", "[backlog, revie, done]"),
]


def opened() -> State:
    return State().later(parse("".join(f"-- {path} --\n{text}" for path, text in TEXTS.items())).project)


def typed(state: State, path: str, text: str) -> State:
    return state.typed(state.project.with_files([document(path, text)]), path).drawn()


def drawn(state: State) -> object:
    assert state.boards
    said = [(need.key, need.kind) for need in needs(state.drawn_project, state.drawn_checked, state.boards)]
    return Boards(state.boards.boards, state.boards.cards, state.boards.to_decide, state.boards.loose), said


@pytest.mark.parametrize(("path", "whole", "half"), TYPED)
def test_nothing_moves_while_a_value_is_typed_until_the_cursor_has_left_or_the_file_is_saved(
    path: str, whole: str, half: str
) -> None:
    first = opened()
    text = TEXTS[path].replace(whole, half)
    later = typed(first, path, text)
    line = text[: text.index(half) + len(half)].count("\n")
    assert drawn(later) == drawn(first)
    assert later.project.documents[path].text == text
    assert later.settled(path, line) is later
    for settled in (later.settled(path, line + 1), later.settled(path)):
        assert not settled.held and settled.boards == State().later(later.project).boards


def test_other_files_are_drawn_meanwhile() -> None:
    later = typed(opened(), EXP, TEXTS[EXP].replace("17", "1"))
    later = later.later(later.project.with_file("tracks/tasks/TASK-2.md", "---\nstatus: done\n---\n"))
    assert later.boards and later.boards.cards["TASK-2"].status == "done"
    assert not later.boards.cards["EXP-1"].needs_decision


def test_a_status_counts_once_it_is_one_of_its_track() -> None:
    later = typed(opened(), EXP, TEXTS[EXP].replace("running", "evaluating"))
    assert not later.held and later.boards and later.boards.cards["EXP-1"].status == "evaluating"


def test_who_goes_on_in_another_line_has_ended_the_first() -> None:
    ended = TEXTS[EXP].replace("timebox_days: 17", "timebox_days: 1")
    later = typed(typed(opened(), EXP, ended), EXP, ended.replace("Look", "Loo"))
    assert later.boards and later.boards.cards["EXP-1"].needs_decision
    assert later.boards.cards["EXP-1"].title == "Look"


def test_an_edit_of_several_lines_and_one_of_the_text_are_no_typing() -> None:
    for text in (TEXTS[EXP].replace("running\nstarted: 2026-11-02", "decided\nclosed: 2026-11-03"), TEXTS[EXP] + "More\n"):
        assert not typed(opened(), EXP, text).held


def test_a_file_that_is_gone_is_not_held() -> None:
    later = typed(opened(), EXP, TEXTS[EXP].replace("17", "1"))
    gone = later.later(later.project.with_files([EXP]))
    assert gone.boards and "EXP-1" not in gone.boards.cards


def test_other_points_are_counted_in_the_column_at_once() -> None:
    first = opened()
    path = "tracks/tasks/TASK-1.md"
    project = first.project.with_files([document(path, TEXTS[path].replace("sprint:", "points: 8\nsprint:"))])
    assert drawn(first.later(project)) == drawn(State().later(project))
    assert first.later(project).boards != first.boards


def test_what_is_freed_bit_by_bit_is_what_a_later_state_works_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dualtrack.workspace.state._MANY", 2)
    state = opened()
    all_anew = typed(state, CONVENTIONS, TEXTS[CONVENTIONS].replace("review", "look")).settled(CONVENTIONS)
    assert state.boards and all(card in state.replaced_parts(all_anew) for card in state.boards.cards.values())
    one_anew = state.later(state.project.with_file("tracks/tasks/TASK-2.md", "---\nstatus: done\n---\n"))
    assert state.replaced_parts(one_anew) == []
