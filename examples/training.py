"""Training with the code that is checked out: the modules of the work tree, imported anew for every commit."""

import importlib
import sys
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import yaml


def params_of(folder: Path, changes: dict) -> dict:
    return yaml.safe_load((folder / "params.yaml").read_text(encoding="utf-8")) | changes


def train(folder: Path, commit: str, params: dict, holdout: bool) -> dict[str, float]:
    return churn_train(folder, commit).train(params, holdout)


@lru_cache(maxsize=1)
def churn_train(folder: Path, commit: str) -> ModuleType:
    """`commit` is what the work tree holds; the next commit has modules of its own."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "churn"]:
        del sys.modules[name]
    source = str(folder / "src")
    sys.path.insert(0, source)
    try:
        importlib.invalidate_caches()
        return importlib.import_module("churn.train")
    finally:
        sys.path.remove(source)
