"""`pytest --update` writes what is generated and what feature tests expect; the diff is the review."""

import gc
import os
import tempfile

import pytest
from hypothesis import HealthCheck, settings

# A few random examples of each property while somebody works. `npm test` asks for more and always takes the same ones, so
# that a change fails for what it changed. No deadline: machines differ.
_EXAMPLES = os.environ.get("DUALTRACK_EXAMPLES")
settings.register_profile(
    "dualtrack",
    max_examples=int(_EXAMPLES or "30"),
    derandomize=_EXAMPLES is not None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("dualtrack")

os.environ.pop("DUALTRACK_TODAY", None)


# Nothing is remembered in the cache folder of whoever runs the tests; set before any module takes a copy of the environment.
_CACHE = tempfile.TemporaryDirectory()
os.environ["DUALTRACK_CACHE"] = _CACHE.name


def pytest_unconfigure() -> None:
    _CACHE.cleanup()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write generated files and expected answers anew")


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Write with one process: several answers of one file are no work for two."""
    if config.getoption("--update"):
        config.option.numprocesses = None


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is collected stays to the end: do not look through it at each garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
