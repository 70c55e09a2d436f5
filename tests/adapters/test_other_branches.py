"""The items of other branches, from real repositories."""

import random

import pytest
from dualtrack.adapters.history.other_branches import OtherBranchReader
from dualtrack.facts.other_branches import ItemOnBranch

from tests.adapters.branched import elsewhere, said, task, write
from tests.adapters.git_repository import ENVIRONMENT, Repository


def test_the_state_on_another_branch(branched: Repository) -> None:
    found = elsewhere(branched.folder)
    assert found.by_id == {
        "TASK-1": (ItemOnBranch("TASK-1", "feature/x", task(1), "First", "review", kind="task", track="production"),)
    }
    assert found.ids == {"TASK-1"}


def test_from_the_branch_the_default_branch_says_nothing(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    assert said(elsewhere(branched.folder)) == {}
    branched.git("switch", "-q", "main")
    write(branched, task(1), "dropped", "First")
    branched.commit("Drop")
    branched.git("switch", "-q", "feature/x")
    found = elsewhere(branched.folder)
    assert said(found) == {"TASK-1": ["dropped on main"]} and found.by_id["TASK-1"][0].is_default


def test_what_has_landed_says_nothing(branched: Repository) -> None:
    reading = OtherBranchReader(branched.folder)
    assert said(elsewhere(branched.folder, reading)) == {"TASK-1": ["review on feature/x"]}
    branched.git("merge", "-q", "--squash", "feature/x")
    branched.commit("Squashed")
    assert said(elsewhere(branched.folder, reading)) == {}
    write(branched, task(1), "done", "First")
    branched.commit("Done")
    assert said(elsewhere(branched.folder, reading)) == {}
    branched.git("reset", "-q", "--hard", "HEAD~2")
    assert said(elsewhere(branched.folder, reading)) == {"TASK-1": ["review on feature/x"]}
    branched.git("merge", "-q", "--no-ff", "feature/x")
    assert said(elsewhere(branched.folder, reading)) == {}


def test_a_branch_that_lags_behind_says_nothing(repository: Repository) -> None:
    write(repository, task(1), "backlog", "First")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "old")
    repository.commit("Something else", other_py="1")
    repository.git("switch", "-q", "main")
    write(repository, task(1), "review", "First")
    repository.commit("Review")
    assert said(elsewhere(repository.folder)) == {}


def test_a_branch_that_only_words_differ_on_says_nothing(branched: Repository) -> None:
    branched.git("switch", "-q", "-c", "words", "main")
    write(branched, task(1), "backlog", "First of all")
    branched.commit("Words")
    branched.git("switch", "-q", "main")
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["review on feature/x"]}


def test_a_branch_that_took_over_what_is_new_here(branched: Repository) -> None:
    write(branched, task(2), "backlog", "Second")
    branched.commit("Second")
    branched.git("switch", "-q", "feature/x")
    branched.git("merge", "-q", "main")
    write(branched, task(2), "in-progress", "Second")
    branched.commit("Go on")
    branched.git("switch", "-q", "main")
    expected = {"TASK-1": ["review on feature/x"], "TASK-2": ["in-progress on feature/x"]}
    assert said(elsewhere(branched.folder)) == expected


def test_an_item_on_another_branch_only(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    write(branched, task(7), "backlog", "New")
    branched.commit("New")
    branched.git("switch", "-q", "main")
    found = elsewhere(branched.folder)
    assert said(found)["TASK-7"] == ["backlog on feature/x, another"]
    assert found.ids == {"TASK-1", "TASK-7"}


def test_the_branch_with_the_newest_commit_comes_first(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, name in ((14, "older"), (15, "newer")):
        monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", f"2026-11-{day}T10:00:00Z")
        branched.git("switch", "-q", "-c", name, "main")
        write(branched, task(1), "done", f"First of {name}")
        branched.commit("Done")
    branched.git("switch", "-q", "main")
    assert [each.branch for each in elsewhere(branched.folder).by_id["TASK-1"]] == ["newer", "older", "feature/x"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_kept_up_equals_read_afresh(repository: Repository, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    write(repository, task(1), "backlog", "First")
    repository.commit("Start")
    reading = OtherBranchReader(repository.folder)
    branches = ["main"]
    for step in range(14):
        monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", f"2026-11-10T10:{step:02}:00Z")
        match chance.choice(("branch", "item", "item", "item", "merge", "squash", "back", "delete", "switch")):
            case "branch":
                branches.append(f"branch-{step}")
                repository.git("switch", "-q", "-c", branches[-1])
            case "item":
                write(repository, task(chance.randrange(1, 5)), chance.choice(("review", "done")), chance.choice("ab"))
                repository.commit("Item")
            case "merge":
                repository.git("merge", "-q", "-X", "ours", "--no-edit", chance.choice(branches))
            case "squash":
                repository.git("merge", "-q", "-X", "ours", "--squash", chance.choice(branches))
                repository.commit("Squashed")
            case "back" if repository.git("rev-list", "--count", "HEAD") > "2":
                repository.git("reset", "-q", "--hard", "HEAD~1")
            case "delete" if len(branches) > 2:
                repository.git("switch", "-q", "main")
                repository.git("branch", "-q", "-D", branches.pop(chance.randrange(1, len(branches))))
            case _:
                repository.git("switch", "-q", chance.choice(branches))
        elsewhere(repository.folder, reading)
