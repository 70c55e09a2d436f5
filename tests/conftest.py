"""`pytest --update` writes what is generated and what feature tests expect; the diff is the review."""

import os
import tempfile
from collections.abc import Iterator

import pytest

os.environ.pop("DUALTRACK_TODAY", None)


@pytest.fixture(autouse=True, scope="session")
def cache() -> Iterator[None]:
    """Nothing is remembered in the cache folder of whoever runs the tests."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DUALTRACK_CACHE"] = folder
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write generated files and expected answers anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
