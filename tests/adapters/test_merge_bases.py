"""Where branches left, however often they met again."""

import subprocess
import tracemalloc
from collections.abc import Collection, Mapping

import pytest
from dualtrack.adapters.history import other_branches
from dualtrack.adapters.history.commit_store import Parents, ancestors
from dualtrack.adapters.history.forks import read_forks
from dualtrack.adapters.history.other_branches import OtherBranchReader

from tests.adapters.branched import elsewhere, said, task, write
from tests.adapters.git_repository import ENVIRONMENT, Repository


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
    reading = OtherBranchReader(branched.folder)
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

    def counted(parents: Mapping[str, Parents], tip: str, without: Collection[str] = ()) -> set[str]:
        nonlocal walked
        found = ancestors(parents, tip, without)
        walked += len(found)
        return found

    monkeypatch.setattr(other_branches, "ancestors", counted)
    elsewhere(branched.folder)
    assert walked < 2000
