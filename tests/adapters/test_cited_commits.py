"""Whether the commits that items cite are there, in real repositories."""

from pathlib import Path

from dualtrack.adapters.sources.cited_commits import GitCitedCommits

from tests.adapters.git_repository import Repository, place


def found(folder: Path, *asked: str) -> dict[str, str]:
    return dict(GitCitedCommits(place(folder), "").read(frozenset(asked), None).by_name)


def test_whole_shortened_and_nowhere(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    first = repository.commit("Start")
    tree = repository.git("rev-parse", "HEAD^{tree}")
    gone = "a1" * 20
    assert found(tmp_path, first, first[:8], gone, tree) == {first: first, first[:8]: first, gone: "", tree: ""}


def test_a_clone_that_lacks_commits_tells_only_of_those_that_it_has(tmp_path: Path) -> None:
    colleague = Repository(tmp_path / "colleague")
    first, second = colleague.commit("Start"), colleague.commit("Go on")
    Repository(tmp_path).git("clone", "-q", "--depth", "1", f"file://{colleague.folder}", "mine")
    assert found(tmp_path / "mine", first, second) == {second: second}


def test_no_repository_tells_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, "a1b2c3d4") == {}
