"""Where the commits of runs lie, in real repositories."""

from pathlib import Path

from dualtrack.adapters.sources.run_commits import GitRunCommits
from dualtrack.facts.run_commits import CommitPlace

from tests.adapters.git_repository import Repository, place


def places(folder: Path, *asked: str) -> dict[str, CommitPlace]:
    return dict(GitRunCommits(place(folder), "").read(frozenset(asked), None).places)


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
