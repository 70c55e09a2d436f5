"""Where branches and tags stand, and which of them is the default branch, from real repositories."""

import os
from pathlib import Path

import pytest
from dualtrack.adapters.access import user_access
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.history.refs import fingerprint, read_refs
from dualtrack.adapters.sources.tags import GitTags
from dualtrack.facts.clones import Clones
from dualtrack.model.mention import BUILT_IN_PREFIXES
from dualtrack.workspace.workspace import Workspace

from tests.adapters.git_repository import Repository, history_of, place


def clone_of(repository: Repository, folder: Path, remote: str = "origin") -> Repository:
    repository.git("clone", "-q", "-o", remote, str(repository.folder), str(folder))
    return Repository(folder)


def landed(folder: Path, id: str) -> list[bool]:
    return [commit.landed for commit in history_of(folder).by_id[id]]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\u0085"])
def test_what_some_take_for_the_end_of_a_line_may_be_in_a_name(repository: Repository, separator: str) -> None:
    commit = repository.commit("TASK-1")
    name = f"v1{separator}x"
    repository.git("tag", name)
    repository.git("branch", name)
    assert [tag.name for tag in GitTags(place(repository.folder), "").read(None, None).all] == [name]
    main = "refs/heads/main"
    assert set(read_refs(repository.folder).commits) == {"HEAD", main, f"refs/heads/{name}", f"refs/tags/{name}"}
    assert set(read_refs(repository.folder).commits.values()) == {commit}


@pytest.mark.skipif(os.name == "nt", reason="names of files there are text")
def test_names_that_are_no_text_stay_apart(repository: Repository) -> None:
    repository.commit("Start")
    for byte in (0xE8, 0xE9):
        repository.git("branch", f"caf{chr(0xDC00 + byte)}")
        repository.git("tag", f"v{chr(0xDC00 + byte)}")
    refs = {ref for ref in read_refs(repository.folder).commits if "\udce8" in ref or "\udce9" in ref}
    assert refs == {f"refs/{kind}{chr(0xDC00 + byte)}" for kind in ("heads/caf", "tags/v") for byte in (0xE8, 0xE9)}
    assert sorted(tag.name for tag in GitTags(place(repository.folder), "").read(None, None).all) == ["v\udce8", "v\udce9"]


def test_what_a_fork_has_on_its_default_branch_has_not_landed(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Start")
    fork = clone_of(repository, tmp_path / "fork")
    fork.commit("Closes TASK-1")
    repository.git("remote", "add", "mallory", str(fork.folder))
    repository.git("fetch", "-q", "mallory")
    assert landed(repository.folder, "TASK-1") == [False]
    repository.git("branch", "-m", "main", "master")
    assert read_refs(repository.folder).trunk == "master", "a fork does not say what the default branch is either"


def test_what_is_on_the_default_branch_of_origin_has_landed(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Start")
    clone = clone_of(repository, tmp_path / "clone")
    repository.commit("TASK-1")
    clone.git("fetch", "-q")
    assert landed(clone.folder, "TASK-1") == [True]


def test_the_remote_that_the_default_branch_follows_counts_as_origin_does(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Start")
    clone = clone_of(repository, tmp_path / "clone", "company")
    index = HistoryIndex(clone.folder, tmp_path / "cache")
    index.read(BUILT_IN_PREFIXES)
    repository.commit("TASK-1")
    clone.git("fetch", "-q")
    assert [commit.landed for commit in index.read(BUILT_IN_PREFIXES).by_id["TASK-1"]] == [True]
    assert landed(clone.folder, "TASK-1") == [True]
    clone.git("branch", "--unset-upstream", "main")
    assert landed(clone.folder, "TASK-1") == [False]


def test_a_default_branch_that_the_remote_has_no_more(repository: Repository, tmp_path: Path) -> None:
    repository.commit("Start")
    clone = clone_of(repository, tmp_path / "clone")
    repository.git("branch", "-m", "main", "production")
    repository.commit("TASK-1")
    clone.git("fetch", "-q", "--prune")
    clone.git("switch", "-q", "production")
    clone.git("branch", "-q", "-D", "main")
    assert (clone.folder / ".git" / "refs" / "remotes" / "origin" / "HEAD").read_text() == "ref: refs/remotes/origin/main\n"
    assert read_refs(clone.folder).trunk == "production"
    assert landed(clone.folder, "TASK-1") == [True]


def test_refs_in_tables_are_watched_where_each_work_tree_has_its_own(repository: Repository, tmp_path: Path) -> None:
    """This git makes none, so only the files are as one that does leaves them."""
    repository.commit("Start")
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "-q", str(tree), "-b", "task-2")
    seen = {fingerprint(tree)}
    for table in (repository.folder / ".git" / "reftable", repository.folder / ".git" / "worktrees" / "tree" / "reftable"):
        table.mkdir()
        (table / "tables.list").write_text("1")
        seen.add(fingerprint(tree))
        (table / "tables.list").write_text("12")
        seen.add(fingerprint(tree))
    assert len(seen) == 5


def test_what_origin_says_is_asked_for_where_refs_are_no_files(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.git("switch", "-q", "-c", "production")
    repository.commit("Start")
    repository.git("branch", "main")
    clone = clone_of(repository, tmp_path / "clone")
    assert read_refs(clone.folder).trunk == "production"
    tables = tmp_path / "tables"
    (tables / "reftable").mkdir(parents=True)
    monkeypatch.setattr("dualtrack.adapters.history.refs.git_folders", lambda folder: (tables, tables))
    assert read_refs(clone.folder).trunk == "production"


def test_a_repository_of_the_same_name_in_another_folder_is_another(repository: Repository, tmp_path: Path) -> None:
    repository.commit("TASK-1")
    other = Repository(tmp_path / "other")
    other.commit("TASK-2")
    (project := tmp_path / "project").mkdir()
    workspace = Workspace(project, user_access(trusted=True, network=False, clones=None))
    for folder, id in ((repository.folder, "TASK-1"), (other.folder, "TASK-2")):
        (project / "dualtrack.yaml").write_text(f"repositories: {{serving: {folder}}}\n")
        assert set(workspace.read({Clones}).facts[Clones].by_id) == {id}
