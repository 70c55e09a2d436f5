"""A repository that changes while it is read, by every reader at once: what was read before stays, or what is there is read."""

import random
import threading
from pathlib import Path

import pytest
from dualtrack.adapters.git import GitError
from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.adapters.history.other_branches import OtherBranchReader
from dualtrack.adapters.history.versions import VersionIndex, version_cache_of
from dualtrack.model.mention import BUILT_IN_PREFIXES
from dualtrack.project.branches import branch_query

from tests.adapters.branched import project_in
from tests.adapters.git_repository import Repository, history_of
from tests.adapters.random_history import SEQUENCES, WAYS, happen
from tests.adapters.test_history_properties import said
from tests.adapters.test_version_properties import ITEM_WAYS
from tests.adapters.test_versions import kept_up, pasts_of

_ROUNDS = 30


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(max(1, SEQUENCES // 5)))
def test_readers_end_with_what_is_there(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUALTRACK_CACHE", str(tmp_path / "cache"))
    repository = Repository(tmp_path / "repository")
    repository.commit("Start", **{"tracks__tasks__TASK-1_md": "---\nid: TASK-1\n---\n"})
    folder = repository.folder
    history = HistoryIndex(folder, cache_of(folder))
    versions = VersionIndex(folder, version_cache_of(folder))
    branches = OtherBranchReader(folder)
    read = {"history": 0, "versions": 0, "branches": 0}
    failures: list[BaseException] = []
    done = threading.Event()

    def read_on(name: str) -> None:
        readers = {
            "history": lambda: history.read(BUILT_IN_PREFIXES),
            "versions": lambda: kept_up(versions),
            "branches": lambda: branches.read(branch_query(project_in(folder))),
        }
        while not done.is_set():
            try:
                readers[name]()
                read[name] += 1
                held = history.history
                assert all(held.commits[commit.hash] is commit for commits in held.by_id.values() for commit in commits)
            except GitError:
                continue  # what it said before stands
            except BaseException as error:
                failures.append(error)
                raise

    threads = [threading.Thread(target=read_on, args=(name,)) for name in read]
    for thread in threads:
        thread.start()
    chance = random.Random(seed)
    for _ in range(_ROUNDS):
        happen(repository, chance, (*WAYS, *ITEM_WAYS))
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert all(count > 1 for count in read.values()), read
    assert said(history.read(BUILT_IN_PREFIXES)) == said(history_of(folder))
    assert kept_up(versions).by_id == pasts_of(folder).by_id
    found, fresh = (
        branches.read(branch_query(project_in(folder))),
        OtherBranchReader(folder).read(branch_query(project_in(folder))),
    )
    assert (found.by_id, found.ids) == (fresh.by_id, fresh.ids)
