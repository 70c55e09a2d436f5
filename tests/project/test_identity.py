"""An item keeps its past and its evidence when its id changes, and has none of another's."""

from pathlib import Path

import pytest
from dualtrack.changes.next_id import next_id
from dualtrack.facts.runs import Runs
from dualtrack.project import evidence
from dualtrack.project.linked_runs import is_loose, linked_runs
from dualtrack.project.proofs.reviewed import reviewed
from dualtrack.project.timeline import events
from dualtrack.workspace.repository import read_repository

from tests.adapters.git_repository import Repository
from tests.fixture import parse
from tests.project.pasts import TASK, told


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (("tasks/TASK-1 Cart.md", "TASK-1"), ("tasks/TASK-1 Cart.md", "TASK-4")),
        (("tasks/TASK-1 Cart.md", "TASK-1"), ("tasks/TASK-4 Cart.md", "TASK-4")),
        (("drafts/draft-3 - Cart.md", "draft-3"), ("tasks/task-4 - Cart.md", "TASK-4")),
        (("tasks/TASK-1.md", "TASK-1"), ("tasks/TASK-4.md", "TASK-4")),
        (("tasks/TASK-1.md", ""), ("tasks/TASK-4.md", "")),
        (("tasks/TASK-1.md", "TASK-1"), ("tasks/TASK-4 Cart.md", "TASK-4")),
        (("tasks/TASK-1 Cart.md", "TASK-1"), ("done/cart.md", "TASK-4")),
    ],
)
def test_another_id_in_the_same_file_or_one_of_its_name(tmp_path: Path, was: tuple[str, str], now: tuple[str, str]) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks"
    for number, (path, id, status) in enumerate(((*was, "backlog"), (*was, "in-progress"), (*now, "in-progress")), 1):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / was[0]).unlink(missing_ok=True)
        (folder / path).write_text(TASK.format(id=id, status=status))
        repository.commit(f"{was[1] or 'TASK-1'} cart", at=f"2026-11-1{number}T10:00:00Z")
    assert told(tmp_path, "TASK-4") == ["created >backlog", "status backlog>in-progress"]
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert len(evidence.commits(project, project.items["TASK-4"])) == 3


@pytest.mark.parametrize("titles", [("Cart", "Basket", "TASK-4.md"), ("", "", "TASK-4 Basket.md")])
def test_a_file_that_begins_where_another_ends_may_be_another_item(tmp_path: Path, titles: tuple[str, str, str]) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    text = "---\nid: {}\ntitle: {}\nstatus: {}\n---\n## Definition of Done\n- [ ] Code reviewed and unit-tested\n"
    (folder / "TASK-1 Cart.md").write_text(text.format("TASK-1", titles[0], "in-progress"))
    repository.commit("Plan", at="2026-11-10T10:00:00Z")
    (folder / "TASK-1 Cart.md").unlink()
    (folder / titles[2]).write_text(text.format("TASK-4", titles[1], "backlog"))
    repository.commit("Plan again", at="2026-11-11T10:00:00Z")
    assert told(tmp_path, "TASK-4") == ["created >backlog"]


def test_an_item_without_an_id_keeps_its_past_under_another_name(tmp_path: Path) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    for name, status in (("cart.md", "backlog"), ("basket.md", "in-progress"), ("goods.md", "in-progress")):
        for file in folder.iterdir():
            file.unlink()
        (folder / name).write_text(TASK.format(id="", status=status))
        repository.commit(f"Call it {name}")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    (item,) = project.items.values()
    assert [f"{event.before}>{event.after}" for event in events(project, item)] == [">backlog", "backlog>in-progress"]


def test_an_id_that_is_given_again_where_its_file_is_renamed(tmp_path: Path) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    (folder / "TASK-1.md").write_text(TASK.format(id="TASK-1", status="backlog"))
    repository.commit("Plan", at="2026-11-10T10:00:00Z")
    (folder / "TASK-1.md").rename(folder / "BUG-4.md")
    (folder / "BUG-4.md").write_text(TASK.format(id="BUG-4", status="in-progress"))
    (folder / "TASK-1 Bill.md").write_text("---\nid: TASK-1\nstatus: review\n---\nHow goods are billed since May.\n")
    repository.commit("Renumber", at="2026-11-11T10:00:00Z")
    assert told(tmp_path, "TASK-1") == ["created >review"]
    assert told(tmp_path, "BUG-4") == ["created >backlog", "status backlog>in-progress"]


def test_an_id_that_is_given_again_is_another_items(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    (tmp_path / "backlog").mkdir()
    (tmp_path / "backlog" / "config.yml").write_text("project_name: x\n")
    old, new = (tmp_path / "backlog" / "tasks" / f"task-1 - {name}.md" for name in ("Old", "New"))
    old.parent.mkdir()
    old.write_text(TASK.format(id="task-1", status="To Do"))
    repository.commit("task-1 old", at="2026-11-10T10:00:00Z")
    archive = tmp_path / "backlog" / "archive" / "tasks"
    archive.mkdir(parents=True)
    old.rename(archive / old.name)
    repository.commit("task-1 put away", at="2026-11-11T10:00:00Z")
    new.write_text(TASK.format(id="task-1", status="In Progress"))
    repository.commit("task-1 new", at="2026-11-12T10:00:00Z")
    new.rename(new.with_name("task-1 - Newer.md"))
    new.with_name("task-1 - Newer.md").write_text(TASK.format(id="task-1", status="Done"))
    repository.commit("task-1 done", at="2026-11-13T10:00:00Z")
    assert told(tmp_path, "TASK-1") == ["created >In Progress", "status In Progress>Done"]
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert [commit.subject for commit in evidence.commits(project, project.items["TASK-1"])] == ["task-1 done", "task-1 new"]


def test_of_items_that_came_with_one_commit_both_had_the_id(tmp_path: Path) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    names = {"BUG-4": "Cart", "BUG-5": "Bill", "BUG-6": "Goods"}
    for name in names.values():
        (folder / f"TASK-1 {name}.md").write_text(TASK.format(id="TASK-1", status="backlog") + name * 200)
    repository.commit("Plan", at="2026-11-10T10:00:00Z")
    (tmp_path / "cart.py").write_text("pass\n")
    repository.commit("Seed the cart (TASK-1)", at="2026-11-11T10:00:00Z")
    for id, name in names.items():
        (folder / f"TASK-1 {name}.md").unlink()
        (folder / f"{id} {name}.md").write_text(TASK.format(id=id, status="backlog") + name * 200)
    repository.commit("Renumber", at="2026-11-12T10:00:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert [len(evidence.commits(project, project.items[id])) for id in names] == [1, 1, 1]


def test_a_commit_that_changes_the_file_of_another_item_of_the_id_is_about_that_one(tmp_path: Path) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "backlog"
    (folder / "tasks").mkdir(parents=True)
    (folder / "completed").mkdir()
    (folder / "config.yml").write_text("project_name: x\n")
    old, new, note = (folder / path for path in ("completed/task-1 - Old.md", "tasks/task-1 - New.md", "drafts/task-1-next.md"))
    note.parent.mkdir()
    changes = [
        (old, "task-1 old", "Done"),
        (new, "Plan task-1", "To Do"),
        (old, "task-1 says why", "Done"),
        (new, "task-1", "Done"),
    ]
    for number, (path, message, status) in enumerate(changes, 1):
        path.write_text(f"---\nid: task-1\ntitle: {path.stem}\nstatus: {status}\n---\n{number}\n" + path.stem * 30)
        repository.commit(message, at=f"2026-11-1{number}T10:00:00Z")
    note.write_text("# What comes next\n")
    repository.commit("Put task-1 in order", at="2026-11-15T10:00:00Z")
    (tmp_path / "cart.py").write_text("pass\n")
    repository.commit("Seed the cart (task-1)", at="2026-11-16T10:00:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    tasks = [item for item in project.items.values() if item.kind == "task"]
    found = {item.path: [commit.subject for commit in evidence.commits(project, item)] for item in tasks}
    assert found == {
        "backlog/completed/task-1 - Old.md": ["Seed the cart (task-1)", "Put task-1 in order", "task-1 says why", "task-1 old"],
        "backlog/tasks/task-1 - New.md": ["Seed the cart (task-1)", "Put task-1 in order", "task-1", "Plan task-1"],
    }


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        pytest.param(
            [{"completed/1 - Old": "Done"}, {"completed/1 - Old": "Done", "tasks/1 - New": "To Do"}],
            {"completed/1 - Old": ["created >Done"], "tasks/1 - New": ["created >To Do"]},
            id="given again while the first is filed",
        ),
        pytest.param(
            [{"tasks/1 - Old": "Done"}, {}, {"tasks/1 - New": "To Do"}, {"tasks/1 - Newer": "Done"}],
            {"tasks/1 - Newer": ["created >To Do", "status To Do>Done"]},
            id="given again when the first is gone",
        ),
        pytest.param(
            [
                {"tasks/1 - Old": "Done"},
                {"tasks/1 - Old": "Done", "tasks/1 - New": "To Do"},
                {"tasks/1 - Old": "Done", "tasks/1 - New": "Done"},
                {"tasks/1 - Old": "Done", "tasks/2 - New": "Done"},
            ],
            {"tasks/1 - Old": ["created >Done"], "tasks/2 - New": ["created >To Do", "status To Do>Done"]},
            id="taken from the second, which gets an id of its own",
        ),
        pytest.param(
            [{"tasks/1 - Old": "To Do"}, {"tasks/2 - Old": "Done", "tasks/1 - New": "To Do"}],
            {"tasks/2 - Old": ["created >To Do", "status To Do>Done"], "tasks/1 - New": ["created >To Do"]},
            id="given to another in the commit in which the first gets another id",
        ),
        pytest.param(
            [
                {"tasks/1 - Old": "To Do"},
                {"archive/tasks/1 - Old": "To Do", "tasks/2 - Old": "To Do"},
                {"tasks/2 - Old": "To Do"},
                {"tasks/2 - Old": "Done"},
            ],
            {"tasks/2 - Old": ["created >To Do", "status To Do>Done"]},
            id="archived under its old id, where it is deleted later",
        ),
        pytest.param(
            [{"tasks/1 - Old": "To Do"}, {}, {"completed/1 - old!": "Done"}, {"completed/1 - old!": "Done"}],
            {"completed/1 - old!": ["created >To Do", "removed To Do>", "created >Done"]},
            id="moved in two commits",
        ),
        pytest.param(
            [{"tasks/1 - Old": "To Do"}, {"tasks/1 - Old": "To Do", "completed/1 - Old": "Done"}],
            {"tasks/1 - Old": ["created >To Do"], "completed/1 - Old": ["created >To Do", "status To Do>Done"]},
            id="copied",
        ),
        pytest.param(
            [
                {"tasks/1 - Old": "To Do"},
                {"tasks/1 - Old": "To Do", "tasks/1 - New": "Done"},
                {"completed/1 - Older": "Done", "completed/1 - Newer": "Done"},
            ],
            {f"completed/1 - {name}": ["created >To Do", "status To Do>Done"] for name in ("Older", "Newer")},
            id="both renamed at once, so that nobody knows which is which",
        ),
    ],
)
def test_files_of_one_id_have_the_past_of_their_own_item(
    tmp_path: Path, steps: list[dict[str, str]], told: dict[str, list[str]]
) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "backlog"
    for number, files in enumerate(steps, 1):
        for path in folder.rglob("*.md"):
            path.unlink()
        for name, status in {**files, "docs/doc-1": "To Do"}.items():
            path = folder / f"{name.replace('/', '/task-')}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            id = path.stem.partition(" ")[0]
            path.write_text(TASK.format(id=id, status=status) + name.partition(" ")[2] * 30)
        (folder / "config.yml").write_text("project_name: x\n")
        repository.commit(f"step {number}", at=f"2026-11-1{number}T10:00:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    by_name = {
        item.path.removeprefix("backlog/").replace("/task-", "/").removesuffix(".md"): item for item in project.items.values()
    }
    for name, expected in told.items():
        found = events(project, by_name[name])
        assert [f"{event.kind} {event.before}>{event.after}" for event in found] == expected


FORMERLY = """
-- tracks/experiments/EXP-4.md --
---
formerly: [EXP-2, EXP-3]
---
-- tracks/experiments/EXP-3.md --
-- facts.yaml --
commits: [{hash: aaaaaaaa, message: EXP-2 train}, {hash: bbbbbbbb, message: EXP-3 train}, {hash: cccccccc, message: EXP-8}]
branches: [{name: exp-2-train}]
runs: [{id: r1, item: EXP-2}]
"""


def test_what_is_linked_to_a_former_id_is_linked_unless_another_item_has_it() -> None:
    project = parse(FORMERLY).project
    item = project.items["EXP-4"]
    assert [commit.hash for commit in evidence.commits(project, item)] == ["aaaaaaaa"]
    assert [branch.name for branch in evidence.branches(project, item)] == ["exp-2-train"]
    assert [run.id for run in linked_runs(project, item).runs] == ["r1"]
    assert not any(is_loose(project, run) for run in project.facts[Runs].all.values())


def test_a_new_id_is_none_that_a_commit_mentions() -> None:
    assert next_id(parse(FORMERLY).project, "EXP") == "EXP-9"


def test_commits_and_reviews_follow_each_other_whatever_the_clocks_were(tmp_path: Path) -> None:
    repository, folder = Repository(tmp_path), tmp_path / "tracks" / "tasks"
    folder.mkdir(parents=True)
    (folder / "TASK-1 Cart.md").write_text(TASK.format(id="TASK-1", status="review"))
    repository.commit("TASK-1 cart", at="2026-11-10T10:00:00Z")
    repository.git("switch", "-q", "-c", "task-1-cart")
    repository.commit("TASK-1 sum it up", at="2026-11-10T14:00:00Z", cart_py="1", tests__cart_py="1")  # two hours ahead
    repository.git("switch", "-q", "main")
    repository.commit("Meanwhile", at="2026-11-10T12:10:00Z")
    repository.git("merge", "-q", "--no-ff", "-m", "Merge branch 'task-1-cart'", "task-1-cart", at="2026-11-10T12:20:00Z")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    found = reviewed(project, project.items["TASK-1"])
    assert found.state == "shown", found.sentence
    repository.git("mv", "tracks/tasks/TASK-1 Cart.md", "tracks/tasks/TASK-2 Cart.md")
    (folder / "TASK-2 Cart.md").write_text(TASK.format(id="TASK-2", status="review"))
    repository.commit("Renumber", at="2026-11-10T12:30:00Z")
    (folder / "TASK-1 Bill.md").write_text("---\nid: TASK-1\nstatus: review\n---\nHow goods are billed since May.\n")
    last = repository.commit("TASK-1 bill", at="2026-11-10T12:40:00Z", bill_py="1")
    project = read_repository(str(tmp_path), "2026-11-20", trust=False).project
    assert [commit.hash for commit in evidence.commits(project, project.items["TASK-1"])] == [last]
    assert len(evidence.commits(project, project.items["TASK-2"])) == 3
