"""The rows above the cards."""

from dualtrack.features.board import Boards, BoardView, board
from dualtrack.features.loose_runs import LooseRuns
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
