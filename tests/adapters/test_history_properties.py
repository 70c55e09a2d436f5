"""Whatever happens to a repository, the history that was kept up with it is the one that a new start reads."""

import random
from pathlib import Path

import pytest
from dualtrack.adapters.history import index as index_module
from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.facts.history import History
from dualtrack.model.mention import BUILT_IN_PREFIXES

from tests.adapters.git_repository import Repository, history_of
from tests.adapters.random_history import SEQUENCES, STEPS, happen


def said(history: History) -> object:
    return (dict(history.commits), history.branches, history.trunk, history.shallow, dict(history.by_id))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_kept_up_equals_read_afresh(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUALTRACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(index_module, "_WORTH_SAVING", 1)
    chance = random.Random(seed)
    repository = Repository(tmp_path / "repository")
    repository.commit("Start")
    index = HistoryIndex(repository.folder, cache_of(repository.folder))
    steps: list[str] = []
    for _ in range(STEPS):
        steps += happen(repository, chance)
        if chance.random() < 0.2:  # another start
            index = HistoryIndex(repository.folder, cache_of(repository.folder))
        before = index.history
        history = index.read(BUILT_IN_PREFIXES)
        assert said(history) == said(history_of(repository.folder)), steps
        ids = history.by_id.keys() | before.by_id.keys()
        differing = {id for id in ids if before.by_id.get(id) != history.by_id.get(id)}
        assert differing <= history.by_id.keys_changed_since(before.by_id), steps
