"""When named notebooks were last worked on."""

from datetime import UTC, date, datetime
from pathlib import Path

from dualtrack.adapters.sources.notebook_work import GitNotebookWork, Work

from tests.adapters.git_repository import Repository, place


def last(source: GitNotebookWork, paths: tuple[str, ...]) -> object:
    return source.read(Work(paths, date(2026, 1, 1)), None).last


def test_commits_of_any_branch_count(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit("Start", at="2024-01-01T10:00:00Z", **{"sub__old_ipynb": "1", "sub__a_ipynb": "1"})
    repository.commit("More", at="2026-11-03T10:00:00Z", **{"sub__a_ipynb": "2", "sub__other_ipynb": "1"})
    repository.git("switch", "-q", "-c", "aside")
    repository.commit("Aside", at="2026-11-05T10:00:00Z", **{"sub__[b] c_ipynb": "1"})
    repository.git("switch", "-q", "main")
    source = GitNotebookWork(place(tmp_path / "sub"), "")
    wanted = ("a.ipynb", "[b] c.ipynb", "old.ipynb", "missing.ipynb")
    third, fifth = (datetime(2026, 11, day, 10, tzinfo=UTC) for day in (3, 5))
    assert last(source, wanted) == {"a.ipynb": third, "[b] c.ipynb": fifth}
    repository.commit("Again", at="2026-11-06T10:00:00Z", **{"sub__a_ipynb": "3"})
    sixth = datetime(2026, 11, 6, 10, tzinfo=UTC)
    assert last(source, wanted) == {"a.ipynb": sixth, "[b] c.ipynb": fifth}
    assert last(source, ()) == {}


def test_where_there_is_no_repository_or_no_commit_nothing_is_known(tmp_path: Path) -> None:
    assert last(GitNotebookWork(place(tmp_path), ""), ("a.ipynb",)) == {}
    Repository(tmp_path)
    assert last(GitNotebookWork(place(tmp_path), ""), ("a.ipynb",)) == {}
