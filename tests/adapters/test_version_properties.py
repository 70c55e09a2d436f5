"""Whatever happens to a repository, the versions that were kept up with it are those that a new start reads."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from dualtrack.adapters.history import versions as versions_module
from dualtrack.adapters.history.order import behind
from dualtrack.adapters.history.versions import VersionIndex, version_cache_of
from dualtrack.facts.pasts import Pasts

from tests.adapters.git_repository import ENVIRONMENT, Repository
from tests.adapters.random_history import SEQUENCES, STEPS, WAYS, happen
from tests.adapters.test_versions import kept_up, pasts_of, task

_STATUSES = ("backlog", "in-progress", "review", "done", "[torn")
_SPRINTS = ("product_tasks: [TASK-0, {id: TASK-1, status: review}]\n", "product_tasks: [{id: TASK-1}]\n", "experiments: []\n")


def _item(repository: Repository, chance: random.Random) -> None:
    number = chance.randrange(3)
    name = f"tracks__tasks__TASK-{number}{chance.choice(('', '', ' more', ' less'))}_md"
    repository.commit("An item", **{name: task(chance.choice(_STATUSES), f"x: {chance.random()}\n" * 5)})


def _sprint(repository: Repository, chance: random.Random) -> None:
    repository.commit("A sprint", **{"tracks__sprints__sprint-1_yaml": chance.choice(_SPRINTS)})


def _remove(repository: Repository, chance: random.Random) -> None:
    files = sorted((repository.folder / "tracks").rglob("*.*"))
    if files:
        chance.choice(files).unlink()
        repository.commit("A removal")


ITEM_WAYS = (*(_item,) * 8, *(_sprint, _remove) * 2)


def _histories(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clocks_differ: bool
) -> Iterator[tuple[Repository, Pasts, Pasts, list[str]]]:
    """A repository after each of many steps: with what was known of it before and is now, which is what a new start reads."""
    monkeypatch.setenv("DUALTRACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(versions_module, "_WORTH_SAVING", 1)
    chance = random.Random(seed)
    repository = Repository(tmp_path / "repository")
    repository.commit("Start")
    index = VersionIndex(repository.folder, version_cache_of(repository.folder))
    steps: list[str] = []
    for _ in range(STEPS):
        if clocks_differ:
            monkeypatch.setitem(ENVIRONMENT, "GIT_COMMITTER_DATE", f"2026-11-{chance.randrange(8, 13):02}T10:00:00Z")
        steps += happen(repository, chance, (*WAYS, *ITEM_WAYS))
        if chance.random() < 0.2:  # another start
            index = VersionIndex(repository.folder, version_cache_of(repository.folder))
        before = index.pasts
        pasts, afresh = kept_up(index), pasts_of(repository.folder)
        assert (pasts.by_id, pasts.by_file) == (afresh.by_id, afresh.by_file), steps
        yield repository, before, pasts, steps


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_kept_up_equals_read_afresh(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for _, before, pasts, steps in _histories(seed, tmp_path, monkeypatch, clocks_differ=False):
        differing = {id for id in pasts.by_id.keys() | before.by_id.keys() if before.by_id.get(id) != pasts.by_id.get(id)}
        assert differing <= pasts.by_id.keys_changed_since(before.by_id), steps


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEQUENCES))
def test_whatever_the_clocks_no_version_comes_before_one_of_its_ancestors(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for repository, _, pasts, steps in _histories(seed, tmp_path, monkeypatch, clocks_differ=True):
        ancestors = _ancestors(repository)
        for past in (*pasts.by_id.values(), *pasts.by_file.values()):
            told = [version.hash for version in past.versions]
            assert not any(later in ancestors[hash] for at, hash in enumerate(told) for later in told[at + 1 :]), steps


def _ancestors(repository: Repository) -> dict[str, set[str]]:
    """By commit its ancestors."""
    found: dict[str, set[str]] = {}
    for line in repository.git("rev-list", "--topo-order", "--reverse", "--parents", "HEAD").splitlines():
        hash, *parents = line.split()
        found[hash] = set(parents).union(*(found[parent] for parent in parents))
    return found


def test_after_a_clock_that_was_ahead_dates_count_still() -> None:
    ahead = (900, 0, 0)
    early, late = (behind(ahead, (seconds, 0, 0)) for seconds in (100, 200))
    assert ahead < early < late < behind(late, (150, 0, 0)) < behind(late, (201, 0, 0)) < behind(late, (901, 0, 0))
    assert behind(None, early) == early and behind((50, 0, 0), (100, 0, 0)) == (100, 0, 0)
    same = behind((100, 0, 0), (100, 0, 0))
    assert (100, 0, 0) < same < behind(same, (100, 0, 0)) < (101, 0, 0)
