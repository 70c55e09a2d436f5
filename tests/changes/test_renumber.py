"""An id is renamed wherever it is mentioned, and nowhere else."""

import pytest
from dualtrack.changes.change import Refusal
from dualtrack.changes.renumber import renumber
from dualtrack.files.document import parse
from dualtrack.text import apply

from tests import fixture

REPOSITORY = """
-- tracks/tasks/TASK-1 Cart.md --
---
id: task-01
links: [{ci: "https://jira.example/browse/TASK-1"}]
---
TASK-1 is not UK-TASK-1, nor TASK-10 or TASK-1.2.
-- tracks/tasks/TASK-2.md --
---
depends_on: [TASK-1]
---
[[TASK-1]], see [it](TASK-1%20Cart.md) on `ana/task-1-cart`, notebooks/TASK-1-cart.ipynb
"""


def test_it_changes_mentions_and_the_file_name() -> None:
    given = fixture.parse(REPOSITORY)
    change = renumber(given.project, "TASK-1")
    texts = {path: apply(given.files[path], edits) for path, edits in change.edits.items()}
    assert change.renamed == {"tracks/tasks/TASK-1 Cart.md": "tracks/tasks/TASK-3 Cart.md"}
    assert texts["tracks/tasks/TASK-1 Cart.md"] == (
        '---\nid: TASK-3\nformerly: [task-01]\nlinks: [{ci: "https://jira.example/browse/TASK-1"}]\n---\n'
        "TASK-3 is not UK-TASK-1, nor TASK-10 or TASK-1.2.\n"
    )
    assert texts["tracks/tasks/TASK-2.md"] == (
        "---\ndepends_on: [TASK-3]\n---\n[[TASK-3]], see [it](TASK-3%20Cart.md) on "
        "`ana/task-1-cart`, notebooks/TASK-3-cart.ipynb\n"
    )


def test_comments_and_code_keep_it() -> None:
    written = "---\ntitle: {0} # TASK-1\n---\n{0} `TASK-1` <!-- TASK-1 -->\n\n    TASK-1\n\n~~~\nTASK-1\n~~~\n"
    given = fixture.parse(f"-- tracks/tasks/TASK-1.md --\n-- tracks/tasks/TASK-2.md --\n{written.format('TASK-1')}")
    change = renumber(given.project, "TASK-1")
    path = "tracks/tasks/TASK-2.md"
    assert apply(given.files[path], change.edits[path]) == written.format("TASK-3")
    assert change.notes == ("5 places in comments or code still say TASK-1",)


def test_of_twins_only_the_own_file_changes() -> None:
    given = fixture.parse(f"{REPOSITORY}-- tracks/tasks/other.md --\n---\nid: TASK-1\n---\n")
    change = renumber(given.project, "TASK-1~2")
    assert list(change.edits) == ["tracks/tasks/other.md"]
    assert change.renamed == {}


def test_zeros_make_no_other_number() -> None:
    given = fixture.parse("-- tracks/tasks/TASK-1.02.md --\nTASK-1.2, TASK-01.002\n")
    change = renumber(given.project, "TASK-1.2", "TASK-5")
    ((path, edits),) = change.edits.items()
    assert apply(given.files[path], edits) == "TASK-5, TASK-5\n"


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("TASK-2", "TASK-2 is taken by tracks/tasks/TASK-2.md"),
        ("EXP-9", '"EXP-9" is no id of a task'),
        ("x", '"x" is no id of a task'),
    ],
)
def test_an_id_that_cannot_be_is_refused(id: str, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        renumber(fixture.parse(REPOSITORY).project, "TASK-1", id)


def test_what_it_was_called_stays_known() -> None:
    given = fixture.parse("""
-- tracks/tasks/TASK-2 Cart.md --
---
id: TASK-2
formerly: [TASK-1]
---
-- facts.yaml --
commits: [{hash: aaaaaaaa, message: TASK-2 cart}, {hash: bbbbbbbb, message: TASK-1 cart}]
branches: [{name: ana/task-2-cart}]
""")
    change = renumber(given.project, "TASK-2", "TASK-9")
    ((path, edits),) = change.edits.items()
    assert apply(given.files[path], edits) == "---\nid: TASK-9\nformerly: [TASK-1, TASK-2]\n---\n"
    assert change.notes == ("the branch ana/task-2-cart and 2 commits still say TASK-2",)


def test_a_sprint_among_others_in_a_file_keeps_its_former_id_below_its_own_key() -> None:
    path = "tracks/sprints/sprint-5.yaml"
    given = fixture.parse(f"-- {path} --\nsprint-5:\n  product-tasks:\n    - Cart\nsprint-6:\n  formerly: [sprint-4]\n")
    change = renumber(given.project, "SPRINT-5", "sprint-7")
    text = apply(given.files[path], change.edits[path])
    assert text == ("sprint-7:\n  product-tasks:\n    - Cart\n  formerly: [sprint-5]\nsprint-6:\n  formerly: [sprint-4]\n")
    later = given.project.with_files([path, parse(change.renamed[path], text)])
    change = renumber(later, "SPRINT-7", "sprint-5")
    assert "sprint-6:\n  formerly: [sprint-4]" in apply(text, change.edits[later.items["SPRINT-7"].path])
    assert later.items["SPRINT-7"].formerly == ("sprint-5",)


@pytest.mark.parametrize("written", ["5", "Sprint 5", '"sprint_5" # the fifth', "sprint-5", '"[[sprint-5]]"', "sprint-4", "4"])
def test_a_sprint_is_renamed_in_keys_that_call_it_otherwise(written: str) -> None:
    path = "tracks/tasks/TASK-1.md"
    given = fixture.parse(f"-- tracks/sprints/sprint-5.yaml --\n-- {path} --\n---\nsprint: {written}\n---\n")
    change = renumber(given.project, "SPRINT-5", "sprint-9")
    text = apply(given.files[path], change.edits.get(path, ()))
    now = {'"sprint_5" # the fifth': "sprint-9 # the fifth", '"[[sprint-5]]"': '"[[sprint-9]]"'}.get(written, "sprint-9")
    assert text == f"---\nsprint: {written if '4' in written else now}\n---\n"


def test_a_title_alone_in_a_sprint_is_no_name_of_it() -> None:
    path = "tracks/sprints/sprint-5.yaml"
    given = fixture.parse(f"-- {path} --\nproduct_tasks:\n- Cart\n- {{id: TASK-2, sprint: sprint-5}}\n")
    change = renumber(given.project, "SPRINT-5", "sprint-9")
    assert "product_tasks:\n- Cart\n- {id: TASK-2, sprint: sprint-9}\n" in apply(given.files[path], change.edits[path])
