"""Whatever can happen to a repository, by chance."""

import contextlib
import os
import random
import subprocess
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tests.adapters.git_repository import Repository

SEQUENCES = int(os.environ.get("DUALTRACK_HISTORIES", "2"))
STEPS = 14
Way: TypeAlias = Callable[[Repository, random.Random], None]

_MESSAGES = (
    *("EXP-1 look", "Closes TASK-2", "tidy", "tidy\n\nCloses EXP-1", "feat(TASK-3): x", "UTF-8", "TASK-2 #review"),
    'Revert "Closes TASK-2"',
)
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


def _revert(repository: Repository, chance: random.Random) -> None:
    repository.git("revert", "--no-edit", chance.choice(("HEAD", "HEAD~1")))


def _collect(repository: Repository, chance: random.Random) -> None:
    repository.git("reflog", "expire", "--expire=now", "--all")
    repository.git("gc", "-q", "--prune=now")


WAYS: tuple[Way, ...] = (
    *(_commit,) * 4,
    *(_branch, _switch, _merge) * 2,
    *(_amend, _rebase, _delete, _reset, _tag, _detach, _collect, _revert),
)


def happen(repository: Repository, chance: random.Random, ways: Sequence[Way] = WAYS) -> list[str]:
    """A few things, and what they were."""
    steps = chance.choices(ways, k=chance.randrange(1, 4))
    for step in steps:
        with contextlib.suppress(subprocess.CalledProcessError):  # not everything is possible at any time
            step(repository, chance)
        for unfinished in ("merge", "rebase", "revert"):
            with contextlib.suppress(subprocess.CalledProcessError):
                repository.git(unfinished, "--abort")
    return [step.__name__ for step in steps]
