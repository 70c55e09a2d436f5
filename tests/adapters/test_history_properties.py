"""Whatever happens to a repository, the history that was kept up with it is the one that a new start reads."""

import contextlib
import os
import random
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from dualtrack.adapters.history import index as index_module
from dualtrack.adapters.history.cache import cache_of
from dualtrack.adapters.history.index import HistoryIndex
from dualtrack.model.history import History
from dualtrack.model.mention import BUILT_IN_PREFIXES

from tests.adapters.git_repository import Repository, history_of

_SEQUENCES = int(os.environ.get("DUALTRACK_HISTORIES", "5"))
_STEPS = 14
_MESSAGES = ("EXP-1 look", "Closes TASK-2", "tidy", "feat(TASK-3): x", "UTF-8", "TASK-2 #review", 'Revert "Closes TASK-2"')
_NAMES = ("exp-1-x", "develop", "task-2", "feature/TASK-3-y", "release")


def _branches(repository: Repository) -> list[str]:
    return repository.git("for-each-ref", "--format=%(refname:short)", "refs/heads").split() or ["HEAD"]


def _commit(repository: Repository, chance: random.Random) -> None:
    repository.commit(chance.choice(_MESSAGES), **{f"f{chance.randrange(4)}_md": str(chance.random())})


def _branch(repository: Repository, chance: random.Random) -> None:
    repository.git("switch", "-q", "-c", chance.choice(_NAMES))


def _switch(repository: Repository, chance: random.Random) -> None:
    repository.git("switch", "-q", chance.choice(_branches(repository)))


def _merge(repository: Repository, chance: random.Random) -> None:
    way = chance.choice((["--no-ff"], ["--ff-only"], ["--squash"]))
    repository.git("merge", "-q", "-X", "ours", "--no-edit", *way, chance.choice(_branches(repository)))
    if way == ["--squash"]:
        repository.commit(f"{chance.choice(_MESSAGES)} (#1)")


def _amend(repository: Repository, chance: random.Random) -> None:
    repository.git("commit", "-q", "--allow-empty", "--amend", "-m", chance.choice(_MESSAGES))


def _rebase(repository: Repository, chance: random.Random) -> None:
    repository.git("rebase", "-q", "-X", "ours", chance.choice(_branches(repository)))


def _delete(repository: Repository, chance: random.Random) -> None:
    repository.git("branch", "-q", "-D", chance.choice(_branches(repository)))


def _reset(repository: Repository, chance: random.Random) -> None:
    repository.git("reset", "-q", "--hard", "HEAD~1")


def _tag(repository: Repository, chance: random.Random) -> None:
    repository.git("tag", *chance.choice(([], ["-a", "-m", "note"])), f"v{chance.randrange(3)}")


def _detach(repository: Repository, chance: random.Random) -> None:
    repository.git("switch", "-q", "--detach")


def _collect(repository: Repository, chance: random.Random) -> None:
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")


WAYS: tuple[Callable[[Repository, random.Random], None], ...] = (
    *(_commit,) * 4,
    *(_branch, _switch, _merge) * 2,
    *(_amend, _rebase, _delete, _reset, _tag, _detach, _collect),
)


def said(history: History) -> object:
    return (dict(history.commits), history.branches, history.trunk, history.shallow, dict(history.by_id))


@pytest.mark.parametrize("seed", range(_SEQUENCES))
def test_kept_up_equals_read_afresh(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUALTRACK_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(index_module, "_WORTH_SAVING", 1)
    chance = random.Random(seed)
    repository = Repository(tmp_path / "repository")
    repository.commit("Start")
    index = HistoryIndex(repository.folder, cache_of(repository.folder))
    steps: list[str] = []
    for _ in range(_STEPS):
        for step in chance.choices(WAYS, k=chance.randrange(1, 4)):
            steps.append(step.__name__)
            with contextlib.suppress(subprocess.CalledProcessError):  # not everything is possible at any time
                step(repository, chance)
            for unfinished in ("merge", "rebase"):
                with contextlib.suppress(subprocess.CalledProcessError):
                    repository.git(unfinished, "--abort")
        if chance.random() < 0.2:  # another start
            index = HistoryIndex(repository.folder, cache_of(repository.folder))
        before = index.history
        history = index.read(BUILT_IN_PREFIXES)
        assert said(history) == said(history_of(repository.folder)), steps
        ids = history.by_id.keys() | before.by_id.keys()
        differing = {id for id in ids if before.by_id.get(id) != history.by_id.get(id)}
        assert differing <= history.ids_changed_since(before), steps
