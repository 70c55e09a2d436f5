"""What changed in the evaluation between two commits, in real repositories."""

from pathlib import Path

import pytest
from dualtrack.adapters.sources.evaluations import GitEvaluations
from dualtrack.facts.evaluations import Compared

from tests.adapters.git_repository import Repository, place


def changed(folder: Path, before: str, after: str, *paths: str) -> tuple[str, ...] | None:
    asked = Compared(before, after, paths)
    return GitEvaluations(place(folder), "").read(frozenset((asked,)), None).changed.get(asked)


@pytest.fixture
def commits(tmp_path: Path) -> tuple[str, str]:
    repository = Repository(tmp_path)
    files = {"sub__splits__val_csv": "1", "sub__src__eval__f1_py": "1", "sub__src__train_py": "1", "sub__read_me": "1"}
    before = repository.commit("Start", **files)
    after = repository.commit(
        "Go on", **dict.fromkeys(("sub__splits__val_csv", "sub__src__eval__f1_py", "sub__src__train_py"), "2")
    )
    return before, after


@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["splits"], ("splits/val.csv",)),
        (["./splits/"], ("splits/val.csv",)),
        (["splits/val.csv", "src/eval/**"], ("splits/val.csv", "src/eval/f1.py")),
        (["**/eval/*.py"], ("src/eval/f1.py",)),
        (["src/*.py"], ("src/train.py",)),
        (["read.me"], ()),
        (["gone", "a b", "*:(exclude)x"], ()),
        # What would take git too long is not known.
        (["*a" * 7], None),
        (["a" * 10_001], None),
    ],
)
def test_paths_folders_and_patterns_below_the_folder(
    tmp_path: Path, commits: tuple[str, str], paths: list[str], files: tuple[str, ...] | None
) -> None:
    assert changed(tmp_path / "sub", *commits, *paths) == files


def test_a_commit_that_is_not_here_leaves_it_unknown_and_others_known(tmp_path: Path, commits: tuple[str, str]) -> None:
    before, after = commits
    asked = [Compared(one, after, ("splits",)) for one in ("0" * 40, before, "--output=x", "HEAD", "main")]
    found = GitEvaluations(place(tmp_path / "sub"), "").read(frozenset(asked), None).changed
    assert found == {asked[1]: ("splits/val.csv",)}
    assert not (tmp_path / "sub" / "x").exists()
