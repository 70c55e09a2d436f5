"""`pytest --update` writes what is generated and what feature tests expect; the diff is the review."""

import os

import pytest

os.environ.pop("DUALTRACK_TODAY", None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write generated files and expected answers anew")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))
