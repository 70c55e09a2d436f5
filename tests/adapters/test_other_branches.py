"""The items of other branches, from real repositories."""

import random
import subprocess
import tracemalloc
from collections.abc import Collection
from pathlib import Path

import pytest
from dualtrack.adapters.disk import DiskFiles
from dualtrack.adapters.history.forks import Forks, read_forks
from dualtrack.adapters.history.other_branches import OtherBranches
from dualtrack.model.elsewhere import Elsewhere, Standing
from dualtrack.project.board import ITEM_SUFFIXES, SETTINGS_FILES
from dualtrack.project.project import Project
from dualtrack.project.refresh import refreshed
from dualtrack.project.sought import sought

from tests.adapters.git_repository import ENVIRONMENT, Repository

FILLER = "\n".join(f"line {number} of a text that is long enough to be taken for the same" for number in range(20))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def project_in(folder: Path) -> Project:
    return refreshed(Project(), DiskFiles(folder, SETTINGS_FILES, ITEM_SUFFIXES).changed, {}, whole=True)


def elsewhere(folder: Path, reading: OtherBranches | None = None) -> Elsewhere:
    """What is read, by a reading that was kept up and by a new one, which must be the same."""
    found = OtherBranches(folder).read(sought(project_in(folder)))
    if reading:
        kept = reading.read(sought(project_in(folder)))
        assert (kept.by_id, kept.ids) == (found.by_id, found.ids)
    return found


def write(repository: Repository, path: str, status: str = "", title: str = "", id: str = "") -> None:
    """An item's file; without a title it is gone."""
    file = repository.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    keys = {"id": id, "title": title, "status": status}
    front = "".join(f"{key}: {value}\n" for key, value in keys.items() if value)
    file.write_text(f"---\n{front}---\n{FILLER}\n")


def task(number: int) -> str:
    return f"tracks/tasks/TASK-{number}.md"


def said(found: Elsewhere) -> dict[str, list[str]]:
    return {
        id: [f"{each.status} on {each.branch}{'' if each.is_same else ', another'}" for each in standings]
        for id, standings in found.by_id.items()
    }


@pytest.fixture
def branched(repository: Repository) -> Repository:
    """TASK-1 in the backlog on main, in review on feature/x."""
    write(repository, task(1), "backlog", "First")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "feature/x")
    write(repository, task(1), "review", "First")
    repository.commit("Review")
    repository.git("switch", "-q", "main")
    return repository


def test_the_state_on_another_branch(branched: Repository) -> None:
    found = elsewhere(branched.folder)
    assert found.by_id == {"TASK-1": (Standing("TASK-1", "feature/x", task(1), "First", "review"),)}
    assert found.ids == {"TASK-1"}


def test_from_the_branch_the_default_branch_says_nothing(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    assert said(elsewhere(branched.folder)) == {}
    branched.git("switch", "-q", "main")
    write(branched, task(1), "dropped", "First")
    branched.commit("Drop")
    branched.git("switch", "-q", "feature/x")
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["dropped on main"]}


def test_what_has_landed_says_nothing(branched: Repository) -> None:
    reading = OtherBranches(branched.folder)
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


def test_remote_branches(branched: Repository, tmp_path: Path) -> None:
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", str(branched.folder))
    clone.git("fetch", "-q")
    clone.git("reset", "-q", "--hard", "origin/main")
    assert said(elsewhere(clone.folder)) == {"TASK-1": ["review on feature/x"]}
    clone.git("branch", "feature/x", "origin/feature/x")
    assert said(elsewhere(clone.folder)) == {"TASK-1": ["review on feature/x"]}
    branched.git("switch", "-q", "feature/x")
    write(branched, task(1), "done", "First")
    branched.commit("Done")
    clone.git("fetch", "-q")
    assert said(elsewhere(clone.folder)) == {"TASK-1": ["done on origin/feature/x"]}
    clone.git("switch", "-q", "feature/x")
    write(clone, task(1), "dropped", "First")
    clone.commit("Drop")
    clone.git("switch", "-q", "main")
    assert said(elsewhere(clone.folder)) == {"TASK-1": ["dropped on feature/x", "done on origin/feature/x"]}


def test_the_branch_with_the_newest_commit_comes_first(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, name in ((14, "older"), (15, "newer")):
        monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", f"2026-11-{day}T10:00:00Z")
        branched.git("switch", "-q", "-c", name, "main")
        write(branched, task(1), "done", f"First of {name}")
        branched.commit("Done")
    branched.git("switch", "-q", "main")
    assert [each.branch for each in elsewhere(branched.folder).by_id["TASK-1"]] == ["newer", "older", "feature/x"]


def test_a_worktree_and_a_detached_head(branched: Repository, tmp_path: Path) -> None:
    branched.git("worktree", "add", "-q", str(tmp_path / "tree"), "feature/x")
    assert said(elsewhere(tmp_path / "tree")) == {}
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["review on feature/x"]}
    branched.git("switch", "-q", "--detach")
    write(branched, task(1), "in-progress", "First")
    branched.commit("Work")
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["review on feature/x"]}


def test_a_shallow_clone_does_not_guess(branched: Repository, tmp_path: Path) -> None:
    write(branched, task(1), "in-progress", "First")
    branched.commit("Work")
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", f"file://{branched.folder}")
    clone.git("fetch", "-q", "--depth", "1", "origin")
    clone.git("reset", "-q", "--hard", "origin/main")
    reading = OtherBranches(clone.folder)
    found = elsewhere(clone.folder, reading)
    assert (found.by_id, found.ids) == ({}, {"TASK-1"})
    clone.git("fetch", "-q", "--unshallow", "origin")
    assert said(elsewhere(clone.folder, reading)) == {"TASK-1": ["review on feature/x"]}


def test_a_partial_clone_counts_ids_and_fetches_nothing(branched: Repository, tmp_path: Path) -> None:
    branched.git("switch", "-q", "feature/x")
    write(branched, task(7), "backlog", "New")
    branched.commit("New")
    branched.git("switch", "-q", "main")
    branched.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    branched.git("clone", "-q", "--filter=blob:none", f"file://{branched.folder}", str(clone))
    found = elsewhere(clone)
    assert (found.by_id, found.ids) == ({}, {"TASK-1", "TASK-7"})


def test_a_branch_with_no_common_ancestor(branched: Repository) -> None:
    branched.git("switch", "-q", "--orphan", "apart")
    write(branched, task(1), "done", "Something else")
    branched.commit("Apart", README_md="1")
    branched.git("switch", "-q", "main")
    expected = {"TASK-1": ["done on apart, another", "review on feature/x"]}
    assert said(elsewhere(branched.folder)) == expected


def test_broken_large_and_linked_files(branched: Repository) -> None:
    branched.git("switch", "-q", "feature/x")
    (branched.folder / task(2)).write_bytes(b"---\nid: TASK-2\n\xff\xfe")
    (branched.folder / task(3)).write_text("---\nid: TASK-3\nstatus: [\n  review: {\n---\n")
    (branched.folder / task(4)).symlink_to("TASK-1.md")
    (branched.folder / "tracks/tasks/TASK-5 \udcff\n.md").write_text("---\nstatus: done\n---\n")
    (branched.folder / "tracks/tasks/.hidden").mkdir()
    (branched.folder / "tracks/tasks/.hidden/TASK-6.md").write_text("---\nstatus: done\n---\n")
    branched.commit("Broken")
    branched.git("switch", "-q", "main")
    found = elsewhere(branched.folder)
    assert found.ids == {"TASK-1", "TASK-3", "TASK-5"}
    assert said(found)["TASK-5"] == ["done on feature/x, another"]


def test_a_folder_inside_a_repository_and_several_boards(repository: Repository) -> None:
    for folder in ("sub/one", "sub/two", "above"):
        write(repository, f"{folder}/items/TASK-{len(folder)}.md", "backlog", "Some")
        (repository.folder / folder / "dualtrack.yaml").write_text("root: items\n")
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "feature/x")
    for number, folder in enumerate(("sub/one", "sub/two", "above")):
        write(repository, f"{folder}/items/TASK-{len(folder)}.md", "review", "Some")
        write(repository, f"{folder}/items/TASK-9{number}.md", "review", "New")
    repository.commit("Review")
    repository.git("switch", "-q", "main")
    found = elsewhere(repository.folder / "sub")
    assert {standing.path for standings in found.by_id.values() for standing in standings} == {
        "one/items/TASK-7.md",
        "two/items/TASK-7.md",
        "one/items/TASK-90.md",
        "two/items/TASK-91.md",
    }
    assert found.ids == {"TASK-7", "TASK-90", "TASK-91"}


def test_no_repository_and_no_commit(repository: Repository, tmp_path: Path) -> None:
    write(repository, task(1), "backlog", "First")
    assert elsewhere(repository.folder).ids == frozenset()
    plain = Path(tmp_path / "plain" / "tracks")
    plain.mkdir(parents=True)
    (plain / "TASK-1.md").write_text("---\n---\n")
    assert elsewhere(plain.parent).ids == frozenset()


def test_the_best_merge_base_counts(branched: Repository) -> None:
    """The branch meets this one on several commits; only what it changed after the last of them is its own."""
    for number in range(2, 6):
        write(branched, task(number), "backlog", f"Item {number}")
        branched.commit("More")
        branched.git("switch", "-q", "feature/x")
        branched.git("merge", "-q", "--no-edit", "main")
        branched.git("switch", "-q", "main")
        write(branched, task(number), "review", f"Item {number}")
        branched.commit("Review")
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["review on feature/x"]}
    branched.git("switch", "-q", "feature/x")
    assert said(elsewhere(branched.folder)) == {"TASK-5": ["review on main"]}


def test_what_the_default_branch_did_is_said_of_no_branch_that_took_it_over(branched: Repository) -> None:
    branched.git("switch", "-q", "-c", "mine", "main")
    branched.git("switch", "-q", "main")
    write(branched, task(1), "done", "First")
    branched.commit("Done")
    for name in ("newer", "merged"):
        branched.git("switch", "-q", "-c", name, "main")
        write(branched, task(len(name)), "backlog", f"Made on {name}")
        branched.commit("New")
    branched.git("switch", "-q", "main")
    branched.git("merge", "-q", "--no-ff", "merged")
    reading = OtherBranches(branched.folder)
    assert said(elsewhere(branched.folder, reading)) == {
        "TASK-1": ["review on feature/x"],
        "TASK-5": ["backlog on newer, another"],
    }
    branched.git("switch", "-q", "mine")
    assert said(elsewhere(branched.folder, reading)) == {
        "TASK-1": ["review on feature/x", "done on main"],
        "TASK-5": ["backlog on newer, another"],
        "TASK-6": ["backlog on main, another"],
    }
    branched.git("switch", "-q", "main")
    assert set(said(elsewhere(branched.folder, reading))) == {"TASK-1", "TASK-5"}


def test_a_branch_that_goes_back_to_what_was_before(branched: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, status in ((14, "done"), (15, "backlog")):
        monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", f"2026-11-{day}T10:00:00Z")
        if status == "backlog":
            branched.git("switch", "-q", "-c", "reopen")
        write(branched, task(1), status, "First")
        branched.commit("Change")
    branched.git("switch", "-q", "main")
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["backlog on reopen", "review on feature/x"]}


@pytest.mark.parametrize("seed", range(4))
def test_kept_up_equals_read_afresh(repository: Repository, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    write(repository, task(1), "backlog", "First")
    repository.commit("Start")
    reading = OtherBranches(repository.folder)
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


def imported(repository: Repository, lines: list[str]) -> None:
    stream = "".join(f"{line}\n" for line in lines).encode()
    subprocess.run(["git", "fast-import", "--quiet", "--force"], cwd=repository.folder, input=stream, check=True)


def commit_of(ref: str, mark: int, *parents: int, when: int = 5) -> list[str]:
    froms = [f"{'merge' if place else 'from'} :{parent}" for place, parent in enumerate(parents)]
    return [f"commit {ref}", f"mark :{mark}", f"committer A <a@x> {when} +0000", "data 1", "x", *froms]


def test_a_branch_that_took_over_the_default_one_a_thousand_times(repository: Repository) -> None:
    """What each of its merges meets is one more than what the one before met: to keep them all as sets takes too much."""
    lines = commit_of("refs/heads/main", 1)
    for step in range(1, 4001):
        lines += commit_of("refs/heads/main", 2 * step + 1, max(1, 2 * step - 1))
        lines += commit_of("refs/heads/other", 2 * step, *(() if step == 1 else (2 * step - 2,)), 2 * step - 1, when=6)
    imported(repository, lines)
    head, other = (repository.git("rev-parse", name) for name in ("main", "other"))
    forks = read_forks(repository.folder, head, [other])
    assert len(forks.parents) == 4000
    tracemalloc.start()
    [met] = forks.left([other]).values()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(met) == 4000
    assert most < 10_000_000


def test_from_the_root_only_what_is_off_the_default_branch_is_walked_for_names(
    branched: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = commit_of("refs/heads/main", 1)
    for mark in range(2, 1001):
        lines += commit_of("refs/heads/main", mark, mark - 1)
    for number in range(20):
        for place in ("heads", "remotes/origin"):
            lines += commit_of(f"refs/{place}/branch-{number}", 2000 + 2 * number + len(place), 1000)
    imported(branched, lines)
    branched.git("switch", "-q", "--detach", branched.git("rev-list", "--max-parents=0", "main"))
    walked = 0
    reached = Forks.reached

    def counted(forks: Forks, tip: str, without: Collection[str] = ()) -> set[str]:
        nonlocal walked
        found = reached(forks, tip, without)
        walked += len(found)
        return found

    monkeypatch.setattr(Forks, "reached", counted)
    elsewhere(branched.folder)
    assert walked < 2000


def test_a_commit_without_a_time(branched: Repository) -> None:
    write(branched, task(2), "backlog", "Second")
    branched.commit("Second")
    tree, parent = (branched.git("rev-parse", name) for name in ("main^{tree}", "main~1"))
    (branched.folder / "broken").write_text(f"tree {tree}\nparent {parent}\nauthor A <a@x> 5 +0000\ncommitter A <a@x>\n\nx\n")
    broken = branched.git("hash-object", "--literally", "-t", "commit", "-w", "broken")
    branched.git("update-ref", "refs/heads/main", broken)
    branched.git("tag", "-a", "-m", "x", "v1", broken)
    assert said(elsewhere(branched.folder)) == {"TASK-1": ["review on feature/x"]}
    branched.git("switch", "-q", "--detach", parent)
    assert said(elsewhere(branched.folder))["TASK-2"] == ["backlog on main, another"]
