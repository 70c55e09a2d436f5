"""What commands and agents ask to be written, several at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.lock import one_at_a_time
from dualtrack.changes import all_requests
from dualtrack.changes.change import Refusal
from dualtrack.workspace.asking import ask, make

from tests.adapters.git_repository import Repository


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    repository = Repository(tmp_path / "new")
    repository.commit("board", **{"tracks__tasks__TASK-1_md": "---\nstatus: backlog\n---\n"})
    return repository.folder


def test_items_that_are_made_at_once_have_ids_of_their_own(folder: Path) -> None:
    with ThreadPoolExecutor(5) as pool:
        made = list(pool.map(lambda n: make("task", f"Item {n}", "", "", str(folder), "2026-11-16"), range(5)))
    assert len({path for each in made for path in each.paths}) == 5
    names = sorted(path.name.split()[0] for path in (folder / "tracks/tasks").glob("* Item *"))
    assert names == sorted(set(names)) and len(names) == 5


def test_items_that_are_made_at_once_in_two_work_trees_have_ids_of_their_own(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    Repository(folder).git("worktree", "add", "-q", "-b", "other", str(other))
    with ThreadPoolExecutor(4) as pool:
        places = [folder, other, folder, other]
        list(pool.map(lambda place: make("task", "Item", "", "", str(place), "2026-11-16"), places))
    names = [path.name.split()[0] for place in (folder, other) for path in (place / "tracks/tasks").glob("* Item*")]
    assert sorted(names) == ["TASK-2", "TASK-3", "TASK-4", "TASK-5"]


def test_the_main_work_tree_of_a_submodule_is_known_too(folder: Path, tmp_path: Path) -> None:
    whole = Repository(tmp_path / "whole")
    whole.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(folder), "part")
    part = whole.folder / "part"
    Repository(part).git("worktree", "add", "-q", "-b", "other", str(tmp_path / "other"))
    made = [make("task", "Item", "", "", str(place), "2026-11-16").paths[0] for place in (part, tmp_path / "other", part)]
    assert made == [f"tracks/tasks/TASK-{number} Item.md" for number in (2, 3, 4)]


def test_a_folder_that_does_not_say_it_is_a_work_tree_of_the_repository_is_not_read(folder: Path, tmp_path: Path) -> None:
    other = Repository(tmp_path / "stranger")
    other.commit("board", **{"tracks__tasks__TASK-40_md": "---\nstatus: backlog\n---\n"})
    (other.folder / "tracks/tasks/TASK-50.md").write_text("---\nstatus: backlog\n---\n")
    pointer = folder / ".git/worktrees/stranger/gitdir"
    pointer.parent.mkdir(parents=True)
    pointer.write_text(f"{other.folder}/.git\n")
    assert make("task", "Item", "", "", str(folder), "2026-11-16").paths == ("tracks/tasks/TASK-2 Item.md",)


@pytest.mark.parametrize(("name", "id", "given"), [("improve", "sprint-5", {"task": "Ask sooner"}), ("extract", "Form", {})])
def test_an_id_of_another_branch_is_not_given_again(folder: Path, name: str, id: str, given: dict[str, str]) -> None:
    repository = Repository(folder)
    sprint = "goal: x\nstart: 2026-11-09\nproduct_tasks:\n  - title: Form\n    status: backlog\n"
    repository.commit("sprint", **{"tracks__sprints__sprint-5_yaml": sprint})
    repository.git("checkout", "-q", "-b", "other")
    repository.commit("more", **{"tracks__tasks__TASK-8_md": "---\nstatus: backlog\n---\n"})
    repository.git("checkout", "-q", "-")
    made = ask(all_requests()[name], id, given, str(folder), "2026-11-16", False).paths
    assert any(path.startswith("tracks/tasks/TASK-9 ") for path in made), made


def test_of_two_that_claim_an_item_at_once_one_has_it(folder: Path) -> None:
    def claimed(person: str) -> str:
        try:
            return ask(all_requests()["claim"], "TASK-1", {"person": person}, str(folder), "2026-11-16", False).said
        except Refusal as refusal:
            return str(refusal)

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(claimed, ("ana", "ben")))
    assert said in (
        [f"TASK-1 is assigned to {one}", f"TASK-1 moved to in-progress, assigned to {one}"] for one in ("ana", "ben")
    )


def test_who_holds_a_folder_for_too_long_keeps_nobody_from_writing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOCK_SECONDS", 0.0)
    with one_at_a_time(folder / ".git"):
        assert make("task", "Item", "", "", str(folder), "2026-11-16").paths
