"""A new board has items for what commits, branches, notebooks and runs name already, and for groups of runs."""

from dualtrack.changes.proposed_items import ProposedItems, proposed_items
from dualtrack.changes.set_up_board import first_blank, set_up_board
from dualtrack.files.document import parse as document

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
  - {id: run00004, name: bert-512, group: "wide: nets", started: 2026-11-02}
  - {id: run00005, name: bert-256, group: "wide: nets", started: 2026-11-01}
  - {id: run00006, name: bert-128, group: Default}
"""


def _proposed(text: str) -> dict[str, ProposedItems]:
    return {each.name: each for each in proposed_items(parse(text).project)}


def test_what_is_proposed_and_why() -> None:
    proposed = _proposed(FACTS)
    assert [(each.label, each.detail, each.is_usual) for each in proposed.values()] == [
        ("1 id in runs: SPIKE-1", "", True),
        ("2 ids in commits, branches and runs: EXP-7, EXP-8", "", True),
        ("1 id in branches: DATA-3", "", True),
        ("1 id in commits: TASK-9", "all of their commits have landed, so they may be done", False),
        ("1 group of runs: wide: nets", "an experiment for each, which names its runs", True),
    ]
    assert list(proposed["EXP"].files) == ["experiments/EXP-8.md", "experiments/EXP-7 Ticket features.md"]
    assert proposed["EXP"].files["experiments/EXP-7 Ticket features.md"] == (
        '---\nid: EXP-7\ntitle: Ticket features\nstatus: proposed\nhypothesis: ""\n---\n\n'
        "Named by the branch ana/exp-7-ticket_features, 1 commit and 1 run.\n"
    )
    assert proposed["runs"].files == {
        "experiments/EXP-9 wide nets.md": (
            '---\nid: EXP-9\ntitle: "wide: nets"\nstatus: proposed\nhypothesis: ""\n'
            "runs: [mlflow:run00005, mlflow:run00004]\n---\n\nFor 2 runs that mlflow keeps together.\n"
        )
    }


def test_nothing_is_found_in_them_and_the_cursor_stands_in_the_first_hypothesis() -> None:
    items = {path: text for each in _proposed(FACTS).values() for path, text in each.files.items()}
    documents = made(set_up_board(parse(FACTS).project))
    assert findings(documents | {f"tracks/{path}": document(path, text) for path, text in items.items()}) == []
    cursor = first_blank(items)
    assert cursor and items[cursor.path][: cursor.offset].endswith('hypothesis: "')


def test_the_prefix_of_a_team_is_known_by_how_commits_refer_to_its_items() -> None:
    subjects = ["ML-1: clean", "[ML-2] clean", "fix(ML-3): clean", "Add GPT-2", "Add GPT-3", "Add GPT-4", "CVE-2023-1: x"]
    commits = "".join(f'  - {{hash: c{n}, message: "{subject}", when: 2026-11-03}}\n' for n, subject in enumerate(subjects))
    [proposed] = _proposed(f"-- facts.yaml --\ncommits:\n{commits}").values()
    assert (proposed.label, proposed.prefix) == ("3 ids in commits: ML-1, ML-2, ML-3", "ML")
    assert "tasks/ML-1.md" in proposed.files


def test_work_that_nobody_goes_on_with_is_not_taken_unless_it_is_asked_for() -> None:
    [proposed] = _proposed('-- facts.yaml --\ncommits:\n  - {hash: aaaa, message: "EXP-7: look", when: 2026-01-03}\n').values()
    assert (proposed.detail, proposed.is_usual) == ("nothing since 2026-01-03", False)


def test_not_more_than_twenty() -> None:
    runs = "".join(f"  - {{id: run{n}, name: exp-{n}}}\n" for n in range(100, 140))
    [proposed] = _proposed(f"-- facts.yaml --\nruns:\n{runs}").values()
    assert (proposed.label, proposed.detail) == ("40 ids in runs: EXP-100 … EXP-139", "the latest 20 get a file")
    assert len(proposed.files) == 20
