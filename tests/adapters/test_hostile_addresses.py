"""Addresses that are not valid, and what a program says of one: what is secret in them is shown nowhere."""

import os
from pathlib import Path

import pytest
from dualtrack.adapters import notifier
from dualtrack.adapters.access import Access
from dualtrack.adapters.http import Http
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import NotRead, WorkspaceFolder
from dualtrack.adapters.sources.alerts import FiringAlerts
from dualtrack.adapters.sources.mlflow_client import MlflowClientRuns
from dualtrack.adapters.sources.registered_models import RegisteredModels
from dualtrack.adapters.trackers import NamedTracker

from tests.adapters.asking import asking_of, why

ADDRESSES = [
    "http://ana:sek/ret@127.0.0.1:9",
    "http://ana:sek?ret@127.0.0.1:9",
    "http://ana:sek#ret@127.0.0.1:9",
    "http://127.0.0.1:sekret",
    "http://ana:sekret@[::1",
    "http://[sekret/x",
    "http:///sekret",
]


def _access(uri: str = "") -> Access:
    return Access(True, True, {"MLFLOW_TRACKING_URI": uri, "ALERTMANAGER_URL": uri})


@pytest.mark.parametrize("uri", ADDRESSES)
def test_an_address_that_is_not_valid_is_not_shown(tmp_path: Path, uri: str) -> None:
    place = WorkspaceFolder(tmp_path, Listing(tmp_path), _access(uri))
    said = [why(asking_of(tmp_path, uri))]
    for ask in (
        lambda: FiringAlerts(place, "").read(uri, None),
        lambda: RegisteredModels(place, "").read(NamedTracker("mlflow", uri, "", True), None),
        lambda: notifier.send(uri, {}, _access()),
    ):
        with pytest.raises(NotRead) as refused:
            ask()
        said.append(str(refused.value))
    for line in said:
        assert line.startswith("the address of the server is not valid")


def test_a_user_in_an_address_is_not_shown() -> None:
    assert Http("http://ana:sekret@127.0.0.1:9/mlflow?token=sekret", _access()).uri == "http://127.0.0.1:9/mlflow"


@pytest.mark.skipif(os.name == "nt", reason="the interpreter is a shell script")
@pytest.mark.parametrize("uri", ["postgresql://ana:sekret@db/mlflow", "mysql+pymysql://ana:sek/ret@db/mlflow"])
@pytest.mark.parametrize("shown", ["Unsupported URI $2", "no host for //ana:sekret@db", "bad token $DATABRICKS_TOKEN"])
def test_what_a_child_says_is_shown_without_secrets(tmp_path: Path, uri: str, shown: str) -> None:
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nshift\necho "{shown}" >&2\nexit 1\n')
    python.chmod(0o755)
    environment = {"VIRTUAL_ENV": str(tmp_path / "env"), "MLFLOW_TRACKING_URI": uri, "DATABRICKS_TOKEN": "sekret-token"}
    place = WorkspaceFolder(tmp_path, Listing(tmp_path), Access(True, True, environment))
    with pytest.raises(NotRead, match="failed: ") as refused:
        MlflowClientRuns(place, "").read(uri, None)
    assert "sek" not in str(refused.value)
