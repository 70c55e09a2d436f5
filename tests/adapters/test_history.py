"""Git's history as facts, from real repositories."""

from pathlib import Path

import pytest
from dualtrack.adapters.git import GitError
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.history.refs import fingerprint
from dualtrack.facts.history import Branch, Commit
from dualtrack.model.mention import BUILT_IN_PREFIXES

from tests.adapters.git_repository import Repository, history_of


def found_in(folder: Path) -> list[Commit]:
    return list(history_of(folder).commits.values())


def test_commits_that_mention_items_with_their_paths(repository: Repository) -> None:
    repository.commit("Start", a_md="1")
    second = repository.commit("feat(EXP-023): look\n\nCloses: TASK-1", notebooks__x_ipynb="{}", b_md="2")
    repository.commit("nothing")
    [commit] = found_in(repository.folder)
    assert commit.hash == second
    assert (commit.ids, commit.closes) == (("EXP-23", "TASK-1"), ("TASK-1",))
    assert commit.paths == ("b.md", "notebooks/x.ipynb")
    assert (commit.author, commit.subject, commit.landed) == ("Ana Ruiz", "feat(EXP-023): look", True)


def test_paths_are_read_only_for_known_prefixes(repository: Repository) -> None:
    repository.commit("UTF-8", a_md="1")
    repository.commit("TASK-1", b_md="1")
    assert {commit.subject: commit.paths for commit in found_in(repository.folder)} == {"UTF-8": (), "TASK-1": ("b.md",)}


def test_a_branch_named_for_an_item_holds_its_own_commits(repository: Repository) -> None:
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "exp-23-tickets")
    own = repository.commit("more", notebooks__x_ipynb="{}")
    repository.git("switch", "-q", "main")
    history = history_of(repository.folder)
    assert history.branches == (Branch("exp-23-tickets", ("EXP-23",), frozenset({own})),)
    assert [(commit.hash, commit.paths, commit.landed) for commit in history.by_id["EXP-23"]] == [
        (own, ("notebooks/x.ipynb",), False)
    ]


def test_commits_below_another_branch_belong_to_that(repository: Repository) -> None:
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "develop")
    repository.commit("shared")
    repository.git("switch", "-q", "-c", "exp-1")
    first = repository.commit("first")
    repository.git("switch", "-q", "-c", "exp-2")
    second = repository.commit("second")
    owned = {branch.name: branch.own_commits for branch in history_of(repository.folder).branches}
    assert owned == {"exp-1": {first}, "exp-2": {second}}


def test_a_merged_branch_has_landed(repository: Repository) -> None:
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "task-4-clean")
    repository.commit("TASK-4 clean")
    repository.git("switch", "-q", "main")
    index = HistoryIndex(repository.folder)
    assert [commit.landed for commit in index.read(BUILT_IN_PREFIXES).by_id["TASK-4"]] == [False]
    repository.git("merge", "-q", "--no-ff", "task-4-clean")
    history = index.read(BUILT_IN_PREFIXES)
    assert history.branches == (Branch("task-4-clean", ("TASK-4",), frozenset()),)
    assert sorted((commit.subject, commit.landed, commit.is_merge) for commit in history.by_id["TASK-4"]) == [
        ("Merge branch 'task-4-clean'", True, True),
        ("TASK-4 clean", True, False),
    ]


def test_a_folder_inside_a_repository_sees_its_own_paths(repository: Repository) -> None:
    repository.commit("TASK-1", sub__a_md="1", b_md="2")
    assert found_in(repository.folder / "sub")[0].paths == ("a.md",)


def test_an_empty_repository_and_no_repository_have_no_history(repository: Repository, tmp_path: Path) -> None:
    assert found_in(repository.folder) == []
    plain = tmp_path / "plain"
    plain.mkdir()
    assert (fingerprint(plain), found_in(plain)) == ((), [])


def test_the_fingerprint_moves_with_every_ref(repository: Repository) -> None:
    seen = {fingerprint(repository.folder)}
    repository.commit("Start")
    seen.add(fingerprint(repository.folder))
    repository.git("branch", "other")
    seen.add(fingerprint(repository.folder))
    repository.git("switch", "-q", "other")
    seen.add(fingerprint(repository.folder))
    repository.git("pack-refs", "--all")
    seen.add(fingerprint(repository.folder))
    assert len(seen) == 5


def test_a_worktree_is_a_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit("TASK-1")
    repository.git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "task-2")
    assert found_in(tmp_path / "tree")[0].ids == ("TASK-1",)
    assert fingerprint(tmp_path / "tree")


def test_a_detached_head_counts_as_a_branch_would(repository: Repository) -> None:
    repository.commit("Start")
    repository.git("switch", "-q", "--detach")
    repository.commit("TASK-1")
    assert [(commit.subject, commit.landed) for commit in found_in(repository.folder)] == [("TASK-1", False)]


def test_a_shallow_clone_says_so_and_grows(repository: Repository, tmp_path: Path) -> None:
    repository.commit("TASK-1")
    repository.commit("TASK-2")
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "add", "origin", f"file://{repository.folder}")
    clone.git("fetch", "-q", "--depth", "1", "origin", "main")
    clone.git("reset", "-q", "--hard", "FETCH_HEAD")
    index = HistoryIndex(clone.folder)
    assert (index.read(BUILT_IN_PREFIXES).shallow, set(index.history.by_id)) == (True, {"TASK-2"})
    clone.git("fetch", "-q", "--unshallow", "origin", "main")
    assert (index.read(BUILT_IN_PREFIXES).shallow, set(index.history.by_id)) == (False, {"TASK-1", "TASK-2"})


def test_rewritten_history_leaves_nothing_behind(repository: Repository) -> None:
    repository.commit("Start")
    repository.commit("TASK-1")
    index = HistoryIndex(repository.folder)
    assert set(index.read(BUILT_IN_PREFIXES).by_id) == {"TASK-1"}
    repository.git("commit", "-q", "--allow-empty", "--amend", "-m", "TASK-2")
    assert set(index.read(BUILT_IN_PREFIXES).by_id) == {"TASK-2"}
    repository.git("commit", "-q", "--allow-empty", "--amend", "-m", "TASK-3")
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")
    assert set(index.read(BUILT_IN_PREFIXES).by_id) == {"TASK-3"}, "the commit that was known is not in the repository any more"


def test_strange_commits_are_read_or_left_out(repository: Repository) -> None:
    repository.git("config", "i18n.logOutputEncoding", "UTF-16")
    repository.git("-c", "user.name=x", "commit", "-q", "--allow-empty", "-m", "TASK-1", "--author", "A\x1fB <a@example.org>")
    repository.git("commit", "-q", "--allow-empty", "-m", "TASK-2", "--date", "@253402300800 +0000")
    repository.commit("TASK-3 é\n\n\x1f more")
    found = found_in(repository.folder)
    assert {(commit.subject, commit.author) for commit in found} == {("TASK-3 é", "Ana Ruiz"), ("TASK-1", "A\x1fB")}


def test_a_repository_that_git_cannot_read_says_so(repository: Repository) -> None:
    repository.commit("TASK-1")
    index = HistoryIndex(repository.folder)
    known = index.read(BUILT_IN_PREFIXES)
    head = repository.git("rev-parse", "HEAD")
    repository.git("commit", "-q", "--allow-empty", "-m", "TASK-2")
    (repository.folder / ".git" / "objects" / head[:2] / head[2:]).unlink()
    with pytest.raises(GitError):
        index.read(BUILT_IN_PREFIXES)
    assert index.history is known


def test_a_repository_beside_this_one_gives_its_commits_by_its_name(repository: Repository) -> None:
    repository.commit("TASK-1 serve", src__app_py="1")
    history = HistoryIndex(repository.folder, name="serving").read(BUILT_IN_PREFIXES)
    [commit] = history.by_id["TASK-1"]
    assert (commit.repository, commit.paths) == ("serving", ("serving/src/app.py",))


def _landed(index: HistoryIndex, id: str) -> dict[str, bool]:
    return {commit.subject: commit.landed for commit in index.read(BUILT_IN_PREFIXES).by_id[id]}


@pytest.mark.parametrize("meanwhile", ["", "a_md"])
def test_a_squashed_branch_has_landed(repository: Repository, meanwhile: str) -> None:
    repository.commit("Start", a_md="1\n2\n3\n4\n5\n")
    repository.git("switch", "-q", "-c", "task-4-clean")
    repository.commit("one", a_md="1\n2\n3\n4\nfive\n")
    repository.commit("TASK-4 two", b_md="b\n")
    index = HistoryIndex(repository.folder)
    assert _landed(index, "TASK-4") == {"one": False, "TASK-4 two": False}
    repository.git("switch", "-q", "main")
    if meanwhile:  # the squash then leaves the file otherwise than the branch did
        repository.commit("beside", a_md="one\n2\n3\n4\n5\n")
    repository.git("merge", "-q", "--squash", "task-4-clean")
    repository.commit("TASK-4: clean (#7)")
    assert _landed(index, "TASK-4") == {"one": True, "TASK-4 two": True, "TASK-4: clean (#7)": True}
    repository.git("switch", "-q", "task-4-clean")
    repository.commit("TASK-4 three", b_md="c\n")
    assert _landed(index, "TASK-4") == {"one": True, "TASK-4 two": True, "TASK-4: clean (#7)": True, "TASK-4 three": False}


def test_another_change_of_the_same_files_is_no_squash(repository: Repository) -> None:
    repository.commit("Start", a_md="1\n2\n")
    repository.git("switch", "-q", "-c", "task-4-clean")
    repository.commit("TASK-4 one", a_md="one\n2\n")
    repository.git("switch", "-q", "main")
    repository.commit("TASK-4 another", a_md="1\ntwo\n")
    assert _landed(HistoryIndex(repository.folder), "TASK-4") == {"TASK-4 one": False, "TASK-4 another": True}


def test_a_rebased_or_picked_commit_has_landed(repository: Repository) -> None:
    repository.commit("Start")
    repository.git("switch", "-q", "-c", "task-4-clean")
    picked = repository.commit("TASK-4 one", a_md="1")
    repository.commit("TASK-4 two", b_md="2")
    repository.git("switch", "-q", "main")
    repository.commit("beside", c_md="3")
    repository.git("cherry-pick", picked)
    index = HistoryIndex(repository.folder)
    assert _landed(index, "TASK-4") == {"TASK-4 one": True, "TASK-4 two": False}
    assert index.history.commits[picked].landed
    assert picked not in {commit.hash for commit in index.history.by_id["TASK-4"]}, "it is listed once"


def test_a_revert_says_what_the_commit_that_it_names_said(repository: Repository) -> None:
    repository.commit("Form\n\nCloses TASK-4", at="2026-11-10T10:00:00Z", a_md="1")
    repository.git("revert", "--no-edit", "HEAD", at="2026-11-11T10:00:00Z")
    index = HistoryIndex(repository.folder)
    back, first = index.read(BUILT_IN_PREFIXES).by_id["TASK-4"]
    assert (back.subject, back.is_revert, back.closes, back.paths) == ('Revert "Form"', True, (), ("a.md",))
    repository.git("revert", "--no-edit", "HEAD", at="2026-11-12T10:00:00Z")
    again = index.read(BUILT_IN_PREFIXES).by_id["TASK-4"]
    assert [(commit.is_revert, commit.closes) for commit in again] == [(False, ("TASK-4",)), (True, ()), (False, ("TASK-4",))]
    assert again[1:] == (back, first)
