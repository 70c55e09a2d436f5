"""A new board has items for what commits, branches and runs name already."""

from dualtrack.changes.proposed_items import proposed_items
from dualtrack.changes.set_up_board import set_up_board

from tests.changes.results import findings, made
from tests.fixture import parse

FACTS = """\
-- facts.yaml --
commits:
  - {hash: aaaa, message: "feat(EXP-7): look, and UTF-8", when: 2026-11-03}
  - {hash: bbbb, message: "Closes EXP-2", when: 2026-11-04}
  - {hash: cccc, message: "TASK-9: mend it", when: 2026-11-05}
branches: [{name: ana/exp-7-ticket_features}, {name: data-3-labels}, {name: look}]
runs:
  - {id: run00001, name: exp-8-wide, started: 2026-11-06}
  - {id: run00002, item: SPIKE-1, started: 2026-11-07}
  - {id: run00003, group: exp-7, started: 2026-11-02}
  - {id: run00004, name: bert-512}
"""


def test_the_latest_experiments_and_the_tasks_that_have_a_branch() -> None:
    items = proposed_items(parse(FACTS).project)
    assert list(items) == [
        "experiments/SPIKE-1.md",
        "experiments/EXP-8.md",
        "experiments/EXP-7 Ticket features.md",
        "tasks/DATA-3 Labels.md",
    ]
    assert items["experiments/EXP-7 Ticket features.md"] == (
        '---\nid: EXP-7\ntitle: Ticket features\nstatus: proposed\nhypothesis: ""\n---\n\n'
        "Named by the branch ana/exp-7-ticket_features, 1 commit, 1 run.\n"
    )


def test_nothing_is_found_in_them_and_the_cursor_stands_in_the_first_hypothesis() -> None:
    change = set_up_board(parse(FACTS).project)
    documents = made(change)
    assert findings(documents) == []
    assert change.cursor
    text = documents[change.cursor.path].text
    assert text[: change.cursor.offset].endswith('hypothesis: "')
    assert set(made(set_up_board(parse(FACTS).project, with_items=False))) == {"dualtrack.yaml"}


def test_not_more_than_twenty() -> None:
    runs = "".join(f"  - {{id: run{n}, name: exp-{n}}}\n" for n in range(100, 140))
    assert len(proposed_items(parse(f"-- facts.yaml --\nruns:\n{runs}").project)) == 20
