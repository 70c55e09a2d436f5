"""Other branches in repositories that are not whole, and of files that are not plain."""

from pathlib import Path

import pytest
from dualtrack.adapters.history.other_branches import OtherBranchReader

from tests.adapters.branched import elsewhere, said, task, write
from tests.adapters.git_repository import Repository


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
    reading = OtherBranchReader(clone.folder)
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


@pytest.mark.slow
def test_a_branch_of_nested_trees_is_left_out(branched: Repository) -> None:
    blob = branched.git("hash-object", "-w", "--stdin")
    (branched.folder / "entries").write_text("".join(f"100644 blob {blob}\tTASK-{n}.md\n" for n in range(100, 110)))
    for _ in range(6):
        tree = branched.git("mktree", stdin=(branched.folder / "entries").read_text())
        (branched.folder / "entries").write_text("".join(f"040000 tree {tree}\tf{n}\n" for n in range(10)))
    (branched.folder / "entries").unlink()
    top = branched.git("mktree", stdin=f"040000 tree {tree}\ttracks\n")
    for parents in ((), ("-p", "HEAD")):
        commit = branched.git("commit-tree", *parents, "-m", "Nested", top)
        branched.git("update-ref", f"refs/heads/nested-{len(parents)}", commit)
    found = elsewhere(branched.folder)
    assert (said(found), found.ids) == ({"TASK-1": ["review on feature/x"]}, {"TASK-1"})
