"""The repositories that most tests of adapters begin with, and a store of MLflow."""

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def written(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, dict[str, str]]:
    """The folder of a store that MLflow wrote, the experiment's id, and the runs' ids by name.

    MLflow takes ten seconds for that, so pytest's cache keeps the store for as long as MLflow and what it writes are the same.
    """
    assert pytestconfig.cache
    kept = pytestconfig.cache.mkdir("mlflow") / hashlib.sha256(f"{version('mlflow')} {WRITTEN_BY}".encode()).hexdigest()[:16]
    if not kept.exists():
        new = Path(tempfile.mkdtemp(dir=kept.parent))
        write_store(new, sys.executable)
        try:
            new.rename(kept)
        except OSError:  # another process of pytest was faster
            shutil.rmtree(new)
    folder = shutil.copytree(kept, tmp_path_factory.mktemp("stores") / "store")
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
