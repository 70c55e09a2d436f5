"""What was made under an id belongs to the item that had it then, whatever has it now."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from dualtrack.facts.facts import Told
from dualtrack.facts.runs import Runs
from dualtrack.model.item import Item
from dualtrack.model.run import Run
from dualtrack.project import evidence
from dualtrack.project.last_word import last_statement
from dualtrack.project.linked_runs import linked_runs
from dualtrack.project.project import Project
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository
from tests.project.pasts import TASK, told

# Git tells a text that was replaced from one that was changed where it has 400 bytes.
_CART = "".join(f"Step {n}: the cart keeps what was put into it by hour {n}.\n" for n in range(10))
_BILL = "".join(f"Bill {n} names the goods and the {n} ways to pay.\n" for n in range(12))
_OTHER = "---\nid: {}\ntitle: Bill\nstatus: backlog\n---\nHow goods are billed since May.\n"


@pytest.mark.parametrize(
    ("first", "renumbered", "again"),
    [
        pytest.param("tasks/TASK-1 Cart.md TASK-1", "tasks/TASK-1 Cart.md TASK-4", "tasks/TASK-1 Bill.md", id="in its file"),
        pytest.param("tasks/TASK-1 Cart.md TASK-1", "tasks/TASK-4 Cart.md TASK-4", "tasks/TASK-1 Bill.md", id="and its name"),
        pytest.param("tasks/TASK-1.md TASK-1", "tasks/TASK-4.md TASK-4", "tasks/TASK-1.md", id="the same file again"),
        pytest.param("tasks/TASK-1.md TASK-1", "tasks/SHOP-4.md SHOP-4", "tasks/TASK-1.md", id="another prefix"),
        pytest.param("drafts/TASK-1 Cart.md TASK-1", "tasks/TASK-4 Cart.md TASK-4", "drafts/TASK-1 Bill.md", id="a draft"),
        pytest.param(
            "archive/TASK-1 Cart.md TASK-1", "tasks/TASK-4 Cart.md TASK-4", "tasks/TASK-1 Bill.md", id="out of the archive"
        ),
    ],
)
@pytest.mark.parametrize("when", ["at once", "later", "not committed"])
def test_a_commit_belongs_to_the_item_that_had_the_id_then(
    tmp_path: Path, first: str, renumbered: str, again: str, when: str
) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks"
    (tmp_path / "dualtrack.yaml").write_text("root: tracks\nprefixes: {SHOP: task}\n")
    for name in ("tasks", "drafts", "archive"):
        (folder / name).mkdir(parents=True)
    (path, _, id), (later, _, other) = first.rpartition(" "), renumbered.rpartition(" ")
    (folder / path).write_text(TASK.format(id=id, status="backlog") + _CART)
    repository.commit("Plan", at="2026-11-10T10:00:00Z")
    repository.commit("TASK-1 cart\n\nCloses TASK-1", at="2026-11-11T10:00:00Z", a_py="1")
    (folder / path).unlink()
    (folder / later).write_text(TASK.format(id=other, status="in-progress") + _CART)
    if when == "later":
        repository.commit("Renumber", at="2026-11-12T10:00:00Z")
        repository.commit("TASK-1 drop a row", at="2026-11-12T11:00:00Z", a_py="2")
    (folder / again).write_text(_OTHER.format("TASK-1") + _BILL)
    if when != "not committed":
        repository.commit("Plan the bill", at="2026-11-13T10:00:00Z")
    else:
        repository.git("rm", "-q", "--cached", f"tracks/{path}")
        repository.git("add", f"tracks/{later}")
        repository.git("commit", "-qm", "Renumber", at="2026-11-13T10:00:00Z")
    repository.git("commit", "-qm", "TASK-1 bill", "--allow-empty", at="2026-11-14T10:00:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    one, two = (project.items[key] for key in (other, "TASK-1"))
    between = ["TASK-1 drop a row"] if when == "later" else []
    assert _subjects(project, two) == ["TASK-1 bill", *between]
    assert _subjects(project, one) == ["TASK-1 cart"]
    assert last_statement(project, two) is None
    assert told(tmp_path, "TASK-1") == ["created >backlog"]
    assert told(tmp_path, other) == ["created >backlog", "status backlog>in-progress"]


@pytest.mark.parametrize(
    ("path", "titles"),
    [
        ("TASK-1.md", ("Weekly review", "Weekly review KW 12")),
        ("TASK-1.md", ("", "")),
        ("TASK-1 Weekly review.md", ("Weekly review", "Stand-up")),
        ("review.md", ("Review", "Stand-up")),
    ],
)
def test_an_item_that_is_rewritten_keeps_its_past_when_its_former_text_is_copied(
    tmp_path: Path, path: str, titles: tuple[str, str]
) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    text = "---\nid: {}\ntitle: {}\nstatus: {}\n---\n{}"
    for status in ("backlog", "in-progress"):
        (folder / path).write_text(text.format("TASK-1", titles[0], status, _CART))
        repository.commit(f"TASK-1 is in {status}")
    (folder / path).write_text(text.format("TASK-1", titles[1], "done", _BILL))
    for id in ("TASK-2", "TASK-3"):
        (folder / f"{id}.md").write_text(text.format(id, titles[0], "backlog", _CART))
    repository.commit("TASK-1 is done, and the next ones begin as it did", at="2026-11-13T10:00:00Z")
    assert told(tmp_path, "TASK-1") == ["created >backlog", "status backlog>in-progress", "status in-progress>done"]
    for id in ("TASK-2", "TASK-3"):
        assert told(tmp_path, id) == ["created >backlog"]


def _subjects(project: Project, item: Item) -> list[str]:
    return [commit.subject for commit in evidence.commits(project, item)]


def test_by_its_key_an_item_has_what_was_before_another_had_the_id(tmp_path: Path) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "experiments"
    folder.mkdir(parents=True)
    (folder / "EXP-1 Cart.md").write_text(TASK.format(id="EXP-1", status="running"))
    repository.commit("Plan", at="2026-11-10T10:00:00Z")
    repository.commit("EXP-1 cart", at="2026-11-11T10:00:00Z", a_py="1")
    (folder / "EXP-1 Cart.md").unlink()
    (folder / "basket.md").write_text("---\nid: EXP-4\ntitle: Basket\nformerly: [EXP-1]\n---\nAnother text.\n")
    repository.commit("Renumber", at="2026-11-12T10:00:00Z")
    (folder / "EXP-1 Bill.md").write_text(_OTHER.format("EXP-1"))
    repository.commit("EXP-1 bill", at="2026-11-13T10:00:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    times = (datetime(2026, 11, day, tzinfo=UTC) for day in (11, 14))
    runs = Runs.of(Run("mlflow", f"r{at.day}", "", True, "FINISHED", at, at, {}, item="EXP-1") for at in times)
    project = project.with_facts(project.facts.with_told({"mlflow": Told(Runs, runs)}))
    for id, subject, run in (("EXP-4", "EXP-1 cart", "r11"), ("EXP-1", "EXP-1 bill", "r14")):
        assert _subjects(project, project.items[id]) == [subject]
        assert [each.id for each in linked_runs(project, project.items[id]).runs] == [run]
