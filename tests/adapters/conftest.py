"""The repositories that most tests of adapters begin with, and a store of MLflow."""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

import pytest
from dualtrack import tagging

from tests.adapters import run_stores
from tests.adapters.branched import task, write
from tests.adapters.git_repository import Repository
from tests.adapters.mlflow_written import ON_STORE, WRITTEN_BY, serving
from tests.adapters.mlflow_written import write as write_store


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


class Made(Protocol):
    """A new folder with what `make` has written into one, kept under a name for as long as its `inputs` are the same."""

    def __call__(self, name: str, inputs: object, make: Callable[[Path], None]) -> Path: ...


@pytest.fixture(scope="session")
def made(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What real packages write, which takes them ten seconds: pytest's cache keeps it."""

    def folder(name: str, inputs: object, make: Callable[[Path], None]) -> Path:
        assert pytestconfig.cache
        written_by = repr((inputs, *(Path(each).read_text() for each in (run_stores.__file__, tagging.__file__))))
        kept = pytestconfig.cache.mkdir(name) / hashlib.sha256(written_by.encode()).hexdigest()[:16]
        if not kept.exists():
            new = Path(tempfile.mkdtemp(dir=kept.parent))
            try:
                make(new)
                new.rename(kept)
            except OSError:  # another process of pytest was faster
                if not kept.exists():
                    raise
            finally:
                shutil.rmtree(new, ignore_errors=True)
        return shutil.copytree(kept, tmp_path_factory.mktemp(name) / "made", symlinks=True)

    return folder


@pytest.fixture(scope="session")
def written(made: Made) -> tuple[Path, str, dict[str, str]]:
    """The folder of a store that MLflow wrote, the experiment's id, and the runs' ids by name."""
    folder = made("mlflow", (version("mlflow"), WRITTEN_BY), lambda new: write_store(new, sys.executable))
    experiment, ids = json.loads((folder / "ids.json").read_text())[0]
    return folder, str(experiment), ids


@pytest.fixture(scope="session")
def server(written: tuple[Path, str, dict[str, str]]) -> Iterator[str]:
    """The address of MLflow's own server on that store."""
    folder, _, _ = written
    with serving(folder, [sys.executable, "-m", "mlflow", "server", "--workers", "1", *ON_STORE]) as address:
        yield address


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """What wandb 0.31.0, tensorboardX 2.6.5 and comet-ml 3.58.8 wrote."""
    return shutil.copytree(run_stores.KEPT, tmp_path / "kept")
