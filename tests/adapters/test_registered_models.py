"""The registry of a real MLflow: in its local store, in files, and on its tracking server."""

import os
import shutil
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.http import Http
from dualtrack.adapters.source import NotRead
from dualtrack.adapters.sources.registered_models import RegisteredModels
from dualtrack.adapters.trackers import NamedTracker
from dualtrack.facts.registry import RegisteredVersion, Registry

from tests.adapters.mlflow_written import names_in, place, read_store


def _read_registry(folder: Path, uri: str) -> Registry:
    return RegisteredModels(place(folder), "mlflow").read(NamedTracker("mlflow", uri, "", True), None)


@pytest.mark.parametrize("uri", ["sqlite:///mlflow.db", "file:mlruns"])
def test_the_registry_of_a_store_has_versions_with_aliases_and_stages(
    written: tuple[Path, str, dict[str, str]], uri: str
) -> None:
    folder, _, _ = written
    owl = next(run.id for run in read_store(folder, uri) if run.name == "owl")
    before = names_in(folder)
    second, third = _read_registry(folder, uri).all
    assert second.created and third.created
    assert second == RegisteredVersion("mlflow", "churn", 2, owl, (), "Production", "", "", second.created)
    assert third == RegisteredVersion("mlflow", "churn", 3, owl, ("champion",), "", "TASK-7", "1.3.0", third.created)
    assert names_in(folder) == before


@pytest.mark.slow
def test_the_server_says_the_same_of_its_registry_and_is_asked_once_while_nothing_changes(
    written: tuple[Path, str, dict[str, str]], server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, _ = written
    source, tracker = RegisteredModels(place(folder), "mlflow"), NamedTracker("mlflow", server, "", True)
    known = source.read(tracker, None)
    assert known == _read_registry(folder, "sqlite:///mlflow.db")
    asked: list[str] = []
    get = Http.get
    monkeypatch.setattr(Http, "get", lambda self, path: (asked.append(path), get(self, path))[1])
    assert source.read(tracker, known) is known
    assert [path.partition("?")[0] for path in asked] == ["/api/2.0/mlflow/registered-models/search"]


def test_a_registry_in_files_is_read_inside_the_workspace(written: tuple[Path, str, dict[str, str]], tmp_path: Path) -> None:
    folder, _, _ = written
    (tmp_path / "top").mkdir()
    top = shutil.copytree(folder / "mlruns", tmp_path / "top" / "mlruns")
    shutil.copytree(top / "models" / "churn", tmp_path / "fraud")
    (top / "models" / "fraud").symlink_to(tmp_path / "fraud")
    (top / "models" / "churn" / "version-3" / "meta.yaml").write_text("&a [*a, {")
    (top / "models" / "churn" / "aliases" / "odd").write_text("latest")
    found = _read_registry(tmp_path / "top", "file:mlruns")
    assert [each.shown for each in found.all] == ["churn v2"]
    assert found.may_lack("churn") and not found.may_lack("fraud")
    assert _read_registry(tmp_path / "top", "file:../fraud") == Registry()


@pytest.mark.parametrize(
    ("path", "content", "why"),
    [
        ("version-3/meta.yaml", b"", "it does not say which version it is"),
        ("version-3/meta.yaml", b"version: 3\nrun_id: [\n", "not valid YAML from line 2"),
        ("version-3/meta.yaml", b"\xff", "this file is not UTF-8: byte 0xff in line 1"),
        ("version-3/meta.yaml", None, "it does not say which version it is"),
        ("version-3/tags/version", b"\xff", "this file is not UTF-8: byte 0xff in line 1"),
        ("aliases/champion", b"", "it does not say which version it is"),
    ],
)
def test_a_file_that_cannot_be_read_costs_one_line_and_no_other_model(
    written: tuple[Path, str, dict[str, str]], tmp_path: Path, path: str, content: bytes | None, why: str
) -> None:
    folder, _, _ = written
    top = shutil.copytree(folder / "mlruns", tmp_path / "mlruns")
    shutil.copytree(top / "models" / "churn", top / "models" / "fraud")
    file = top / "models" / "churn" / path
    file.unlink()
    if content is not None:
        file.write_bytes(content)
    found = _read_registry(tmp_path, "file:mlruns")
    assert [each.shown for each in found.all if each.model == "fraud"] == ["fraud v2", "fraud v3"]
    assert found.all[0].shown == "churn v2"
    assert found.missing == f"not all registered models are known: mlruns/models/churn/{path} ({why})"
    assert found.may_lack("churn") and not found.may_lack("fraud")
    other = Registry.merged([Registry(), found], None)
    assert other.may_lack("churn") and not other.may_lack("fraud")


def test_of_too_many_versions_the_latest_are_read(
    written: tuple[Path, str, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _, _ = written
    assert not _read_registry(folder, "sqlite:///mlflow.db").beyond
    monkeypatch.setattr(limits, "REGISTERED_VERSIONS", 1)
    found = _read_registry(folder, "sqlite:///mlflow.db")
    assert [each.shown for each in found.all] == ["churn v3"]
    assert found.beyond == "only the latest 1 registered versions are read"
    assert found.may_lack("fraud")


def test_a_pipe_in_the_place_of_a_store_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "mlflow.db")
    with pytest.raises(NotRead, match=r"mlflow\.db is not a file"):
        _read_registry(tmp_path, "sqlite:///mlflow.db")
