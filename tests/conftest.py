"""`pytest --update` writes what is generated and what feature tests expect; the diff is the review."""

import os
import tempfile

import pytest

os.environ.pop("DUALTRACK_TODAY", None)


# Nothing is remembered in the cache folder of whoever runs the tests; set before any module takes a copy of the environment.
_CACHE = tempfile.TemporaryDirectory()
os.environ["DUALTRACK_CACHE"] = _CACHE.name


def pytest_unconfigure() -> None:
    _CACHE.cleanup()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write generated files and expected answers anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
