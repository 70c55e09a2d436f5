"""The rows above the cards."""

from dualtrack.features.board import Boards, BoardView, board
from dualtrack.features.loose_runs import LooseRuns
from dualtrack.lsp.board_updates import board_updates
from dualtrack.lsp.rows import row_id
from dualtrack.lsp.tree import rows_above

from tests.fixture import parse

RUNS = LooseRuns("2 finished runs belong to no item", "owl, cat")


def test_runs_that_belong_to_no_item_are_the_last_row_of_the_folder() -> None:
    for boards in ([BoardView("", [])], [BoardView("a", []), BoardView("b", [])]):
        top, *rows = rows_above("file:///x", "x", Boards(boards, loose=RUNS))
        assert top.rows[-1] == rows[-1].id
        assert (rows[-1].label, rows[-1].description) == ("2 finished runs belong to no item", "owl, cat")
        assert "runs" not in {row.context for row in rows_above("file:///x", "x", Boards(boards))}


def test_they_are_looked_for_again_only_when_what_they_depend_on_is_different() -> None:
    files = "-- tracks/experiments/EXP-1.md --\n---\nruns: [run00002]\n---\n"
    project = parse(f"{files}-- facts.yaml --\nruns: [{{id: run00001}}, {{id: run00002}}]\n").project
    first = board(project)
    assert first.loose.listed == "run00001"
    same = board(project.with_file("tracks/experiments/EXP-1.md", "---\ntitle: Look\nruns: [run00002]\n---\n"), first)
    assert same.loose is first.loose
    other = board(project.with_file("tracks/experiments/EXP-1.md", "---\nruns: [run00001]\n---\n"), same)
    assert other.loose.listed == "run00002"
    assert board(project.with_file("tracks/experiments/run-2.md", "---\nid: run-2\n---\n"), other).loose is not other.loose


def test_the_client_is_told_of_which_item_the_branch_is_each_time_that_it_is_another() -> None:
    files = "-- tracks/tasks/TASK-1.md --\n-- tracks/tasks/TASK-2.md --\n-- facts.yaml --\ncheckout: {branch: BRANCH}\n"
    named = {branch: board(parse(files.replace("BRANCH", branch)).project) for branch in ("task-2-batch", "task-1", "main")}
    assert {branch: boards.on_branch for branch, boards in named.items()} == {
        "task-2-batch": "TASK-2",
        "task-1": "TASK-1",
        "main": "",
    }
    (update,) = filter(None, board_updates("file:///x", "x", named["task-2-batch"], named["task-1"], {}))
    assert update.branch == row_id("file:///x", "TASK-1")
