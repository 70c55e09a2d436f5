"""Where the commits of runs lie and which have the same code, in real repositories."""

from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.commit_code import BoardFiles
from dualtrack.adapters.sources.run_commits import Asked, GitRunCommits
from dualtrack.facts.run_commits import CommitPlace, RunCommits

from tests.adapters.git_repository import Repository, place

OWN = BoardFiles(("tracks", "teams/a/board"), ("dualtrack.yaml", "teams/a/dualtrack.yaml"))


def read(folder: Path, *asked: str) -> RunCommits:
    return GitRunCommits(place(folder), "").read(Asked(frozenset(asked), OWN), None)


def places(folder: Path, *asked: str) -> dict[str, CommitPlace]:
    return dict(read(folder, *asked).places)


def test_on_the_default_branch_off_it_and_nowhere(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    first = repository.commit("Start")
    repository.git("checkout", "-q", "-b", "look")
    off = repository.commit("Look")
    repository.git("checkout", "-q", "--detach", "main")
    loose = repository.commit("Try")
    repository.git("checkout", "-q", "main")
    last = repository.commit("Go on")
    asked = {first: "trunk", last: "trunk", off: "elsewhere", loose: "elsewhere", "0" * 40: "nowhere"}
    assert places(tmp_path, *asked) == asked
    repository.git("checkout", "-q", "look")  # which will bring it along when it lands
    assert places(tmp_path, off) == {off: "trunk"}
    tree = repository.git("rev-parse", "HEAD^{tree}")
    assert places(tmp_path, tree) == {tree: "nowhere"}


def test_what_a_remote_has_of_the_default_branch_counts(tmp_path: Path) -> None:
    colleague = Repository(tmp_path / "colleague")
    first = colleague.commit("Start")
    Repository(tmp_path).git("clone", "-q", "colleague", "mine")
    new = colleague.commit("Go on")
    Repository(tmp_path / "mine").git("fetch", "-q")
    assert places(tmp_path / "mine", first, new) == {first: "trunk", new: "trunk"}


def test_a_clone_that_lacks_commits_tells_nothing(tmp_path: Path) -> None:
    colleague = Repository(tmp_path / "colleague")
    first, second = colleague.commit("Start"), colleague.commit("Go on")
    Repository(tmp_path).git("clone", "-q", "--depth", "1", f"file://{colleague.folder}", "mine")
    assert places(tmp_path / "mine", first, second) == {}


def test_no_repository_and_no_commit_tell_nothing(tmp_path: Path) -> None:
    assert places(tmp_path, "0" * 40) == {}
    Repository(tmp_path)
    assert places(tmp_path, "0" * 40) == {}


def test_what_differs_only_in_files_of_the_boards_is_the_same_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = Repository(tmp_path)
    start = {"train.py": "1", "teams/a/train.py": "1", "docs/tracks/EXP-1.md": "1"}
    commits = [top.commit("Start", **start)]
    same = [
        {"tracks/experiments/EXP-1.md": "1"},
        {"tracks/experiments/EXP-1.md": "2", "tracks/wiki/a/loss.md": "3", "dualtrack.yaml": "version: 1"},
        {"teams/a/board/tasks/TASK-1.md": "1", "teams/a/dualtrack.yaml": "version: 1"},
    ]
    commits += [top.commit("Note", **files) for files in same]
    others = [
        {"teams/a/train.py": "2"},
        {"teams/a/train.md": "a prompt"},
        {"tracks/experiments/train.py": "1"},
        {"tracks/experiments/EXP-1/prompt.md": "1"},
        {"tracks/experiments/prompts/1.png": "1"},
        {"docs/tracks/EXP-1.md": "2"},
        {"nested/dualtrack.yaml": "2"},
    ]
    commits += [top.commit("Change", **files) for files in others]
    code = read(tmp_path, *commits).code
    assert len({code[commit] for commit in commits[: 1 + len(same)]}) == 1
    assert len(set(code.values())) == 1 + len(others)
    again = top.commit("Note", **{"tracks/tasks/TASK-1.md": "1"})
    asked = GitRunCommits(place(tmp_path), "")
    assert asked.read(Asked(frozenset(commits), OWN), None).code == code
    later = asked.read(Asked(frozenset((*commits, again, "0" * 40)), OWN), None).code
    assert later == {**code, again: code[commits[-1]]}
    inside = GitRunCommits(place(tmp_path / "teams/a"), "")
    one_board = BoardFiles(("board",), ("dualtrack.yaml",))
    found = inside.read(Asked(frozenset(commits[2:4]), one_board), None).code
    assert found[commits[2]] == found[commits[3]]
    for limit in ("RUN_TREES", "RUN_TREES_BYTES"):
        monkeypatch.setattr(limits, limit, 3)
        assert read(tmp_path, *commits).code == {}
        monkeypatch.undo()
