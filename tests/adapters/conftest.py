"""The repositories that most tests of adapters begin with."""

from pathlib import Path

import pytest

from tests.adapters.branched import task, write
from tests.adapters.git_repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


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
