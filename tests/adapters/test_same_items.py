"""Which items of one id on two branches are the same."""

from tests.adapters.branched import elsewhere, said, task, write
from tests.adapters.git_repository import Repository


def test_an_id_that_two_branches_added(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    write(branched, task(7), "backlog", "Theirs")
    branched.commit("Theirs")
    branched.git("switch", "-q", "main")
    write(branched, "tracks/tasks/TASK-07 Ours.md", "backlog", "Ours")
    branched.commit("Ours")
    assert said(elsewhere(branched.folder))["TASK-7"] == ["backlog on feature/x, another"]
    branched.git("switch", "-q", "feature/x")
    assert said(elsewhere(branched.folder))["TASK-7"] == ["backlog on main, another"]


def test_an_item_that_was_added_before_and_renamed_since(repository: Repository) -> None:
    write(repository, "tracks/tasks/TASK-1 Old name.md", "backlog", "Old name")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "feature/x")
    repository.git("mv", "tracks/tasks/TASK-1 Old name.md", "tracks/tasks/TASK-1 New name.md")
    write(repository, "tracks/tasks/TASK-1 New name.md", "review", "New name")
    repository.commit("Rename")
    repository.git("switch", "-q", "main")
    write(repository, "tracks/tasks/TASK-1 Old name.md", "in-progress", "Old name")
    repository.commit("Work")
    assert said(elsewhere(repository.folder)) == {"TASK-1": ["review on feature/x"]}


def test_an_id_that_was_given_again_after_its_item_was_archived(repository: Repository) -> None:
    write(repository, "tracks/tasks/TASK-1 Old.md", "backlog", "Old")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "feature/x")
    write(repository, "tracks/tasks/TASK-1 Old.md", "review", "Old")
    repository.commit("Work")
    repository.git("switch", "-q", "main")
    (repository.folder / "tracks/tasks/archive").mkdir()
    repository.git("mv", "tracks/tasks/TASK-1 Old.md", "tracks/tasks/archive/TASK-1 Old.md")
    write(repository, "tracks/tasks/archive/TASK-1 Old.md", "done", "Old")
    repository.commit("Archive")
    write(repository, "tracks/tasks/TASK-1 New.md", "backlog", "New")
    repository.commit("New")
    assert said(elsewhere(repository.folder)) == {"TASK-1": ["review on feature/x, another"]}


def test_an_item_that_was_rebased_is_the_same(branched: Repository) -> None:
    branched.git("switch", "-q", "-c", "item", "main")
    write(branched, task(7), "backlog", "New")
    branched.commit("New item")
    write(branched, task(7), "review", "New")
    branched.commit("Review it")
    branched.git("switch", "-q", "main")
    branched.commit("Go on")
    branched.git("branch", "rebased", "item")
    branched.git("rebase", "-q", "main", "rebased")
    branched.git("switch", "-q", "item")
    write(branched, task(7), "done", "New")
    branched.commit("Done")
    branched.git("switch", "-q", "rebased")
    assert said(elsewhere(branched.folder))["TASK-7"] == ["done on item"]


def test_an_item_that_was_picked_and_amended_is_the_same(branched: Repository) -> None:
    branched.git("switch", "-q", "-c", "item", "main")
    write(branched, task(7), "backlog", "New")
    branched.commit("New item")
    branched.git("switch", "-q", "main")
    branched.commit("Go on")
    branched.git("cherry-pick", "item")
    write(branched, task(7), "review", "Novel")
    branched.git("commit", "-q", "--all", "--amend", "--no-edit")
    assert said(elsewhere(branched.folder))["TASK-7"] == ["backlog on item"]


def test_an_item_that_was_picked_and_renamed_is_the_same(branched: Repository) -> None:
    branched.git("switch", "-q", "-c", "item", "main")
    write(branched, task(7), "backlog", "New")
    branched.commit("New item")
    picked = branched.git("rev-parse", "HEAD")
    branched.git("mv", task(7), "tracks/tasks/TASK-7 New.md")
    write(branched, "tracks/tasks/TASK-7 New.md", "review", "New")
    branched.commit("Review it")
    branched.git("switch", "-q", "main")
    branched.commit("Go on")
    branched.git("cherry-pick", picked)
    branched.git("mv", task(7), "tracks/tasks/TASK-7 Novel.md")
    branched.commit("Rename it")
    assert said(elsewhere(branched.folder))["TASK-7"] == ["review on item"]


def test_a_second_item_of_an_id_that_was_there_before(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    write(branched, "tracks/tasks/other.md", "in-progress", "Other", "TASK-1")
    branched.git("restore", "-q", "--source", "main", task(1))
    branched.commit("Other")
    branched.git("switch", "-q", "main")
    assert said(elsewhere(branched.folder))["TASK-1"] == ["in-progress on feature/x, another"]


def test_ids_that_are_gone_here_are_taken_while_a_branch_has_them(branched: Repository) -> None:
    write(branched, task(9), "backlog", "Ninth")
    branched.commit("Ninth")
    branched.git("switch", "-q", "-c", "other")
    write(branched, task(1), "in-progress", "First")
    branched.commit("Work")
    branched.git("switch", "-q", "main")
    branched.git("rm", "-q", task(9))
    branched.commit("Drop the ninth")
    found = elsewhere(branched.folder)
    assert found.ids == {"TASK-1", "TASK-9"}
    assert said(found) == {"TASK-1": ["review on feature/x", "in-progress on other"]}


def test_a_deleted_item_says_nothing(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    branched.git("rm", "-q", task(1))
    branched.commit("Delete")
    branched.git("switch", "-q", "main")
    found = elsewhere(branched.folder)
    assert (found.by_id, found.ids) == ({}, {"TASK-1"})
