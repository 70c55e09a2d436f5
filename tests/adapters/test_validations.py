"""Results of Great Expectations. The one of 1.24.0 was written by that version: four expectations on a CSV file."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.validations import WorkTreeValidations, read_validation
from dualtrack.facts.validations import Validations

from tests.adapters import run_stores
from tests.adapters.conftest import Made

WRITTEN = Path(__file__).parent / "validation-of-great-expectations-1.24.0.json"

GREAT_EXPECTATIONS = """
import great_expectations as gx
context = gx.get_context(mode="file", project_root_dir=".")
asset = context.data_sources.add_pandas_filesystem("files", base_directory="data").add_csv_asset("customers")
expected = gx.expectations.ExpectColumnValuesToBeBetween(column="months", min_value=0, max_value=120)
other = gx.expectations.ExpectColumnToExist(column="months")
suite = context.suites.add(gx.ExpectationSuite("customer_rules", expectations=[expected, other]))
data = asset.add_batch_definition_path("whole", path="customers.csv")
definition = context.validation_definitions.add(gx.ValidationDefinition(name="nightly", data=data, suite=suite))
context.checkpoints.add(gx.Checkpoint(name="nightly", validation_definitions=[definition])).run()
"""


def _read(root: Path) -> Validations:
    return WorkTreeValidations(WorkspaceFolder(root, Listing(root), Access(True, True, {})), "").read(None, None)


def _write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def _result(asset: str, time: str, success: bool, **said: Any) -> str:
    """As version 0.18 wrote it."""
    failing = {
        "expectation_config": {"expectation_type": "expect_column_to_exist", "kwargs": {"column": "plan"}},
        "success": False,
    }
    meta = {"active_batch_definition": {"data_asset_name": asset}, "expectation_suite_name": "rules", "validation_time": time}
    return json.dumps({"success": success, "results": [] if success else [failing], "meta": meta, **said})


def test_a_result_as_it_was_written(tmp_path: Path) -> None:
    path = "gx/uncommitted/validations/customer_rules/__none__/20261128T130526.961378Z/files-customers.json"
    _write(tmp_path, path, WRITTEN.read_text())
    source = WorkTreeValidations(WorkspaceFolder(tmp_path, Listing(tmp_path), Access(True, True, {})), "")
    assert source.is_about(path, None)
    assert not source.is_about("gx/checkpoints/nightly.json", None)
    (result,) = source.read(None, None).all
    assert result[:3] == (path, "customers", "customer_rules")
    assert f"{result.when:%Y-%m-%d %H:%M}" == "2026-11-28 13:05"
    assert (result.success, result.failures, result.evaluated, result.data) == (False, 3, 4, "data/customers.csv")
    assert result.failed == (
        "months: values to not be null, 1 of 4 unexpected",
        "months: values to be between 0.0 and 120.0, 1 of 4 unexpected",
        "plan: to exist",
    )


def test_the_last_result_counts_and_older_ones_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for day, success in (("01", True), ("02", False), ("03", True)):
        for batch in ("a", "b"):
            passed = success or batch == "b"
            time = f"202611{day}T120000.000000Z"
            path = f"services/x/great_expectations/uncommitted/validations/rules/nightly/{time}/{batch}.json"
            _write(tmp_path, path, _result("orders", time, passed))
    monkeypatch.setattr(limits, "VALIDATION_FILES", 2)
    assert [(each.asset, each.success) for each in _read(tmp_path).all] == [("orders", True)]
    time = "20261104T120000.000000Z"
    for batch, success in (("a", True), ("b", False)):
        path = f"services/x/great_expectations/uncommitted/validations/rules/nightly/{time}/{batch}.json"
        _write(tmp_path, path, _result("orders", time, success))
    assert [(each.failed, f"{each.when:%d}") for each in _read(tmp_path).all] == [(("plan: to exist",), "04")]


@pytest.mark.slow
def test_a_result_is_read_as_the_package_writes_it(made: Made) -> None:
    def validate(new: Path) -> None:
        _write(new, "data/customers.csv", "months\n3\n200\n")
        env = {**os.environ, "GX_ANALYTICS_ENABLED": "false"}
        with run_stores.python_with(run_stores.GREAT_EXPECTATIONS_PACKAGES) as python:
            command = [python, "-W", "ignore", "-c", GREAT_EXPECTATIONS]
            done = subprocess.run(command, cwd=new, env=env, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr

    top = made("great-expectations", (run_stores.GREAT_EXPECTATIONS_PACKAGES, GREAT_EXPECTATIONS), validate)
    found = _read(top)
    (result,) = found.all
    assert (result.asset, result.suite, result.success, result.evaluated) == ("customers", "customer_rules", False, 2)
    assert result.failed == ("months: values to be between 0.0 and 120.0, 1 of 2 unexpected",)
    assert (result.data, bool(result.when), found.missing) == ("data/customers.csv", True, "")


def test_data_are_found_by_asset_file_name_and_path(tmp_path: Path) -> None:
    batch = {
        "batch_spec": {"path": "/home/ana/fraud/data/orders.csv"},
        "active_batch_definition": {"data_asset_name": "Orders"},
    }
    _write(tmp_path, "gx/validations/a.json", _result("", "", False, meta=batch))
    found = _read(tmp_path)
    names = {
        name: len(found.of_data(name)) for name in ("orders", "orders.csv", "data/orders.csv", "old/orders.csv", "csv", "")
    }
    assert names == {"orders": 1, "orders.csv": 1, "data/orders.csv": 1, "old/orders.csv": 0, "csv": 0, "": 0}


@pytest.mark.parametrize("text", ["", "[", "[]", "{}", '{"success": 1}', '{"success": true, "meta": []}', "[" * 100_000, "\0"])
def test_what_is_no_result_is_said(tmp_path: Path, text: str) -> None:
    _write(tmp_path, "gx/uncommitted/validations/rules/run/20261101/a.json", text)
    _write(tmp_path, "gx/uncommitted/validations/rules/run/20261101/b.json", _result("orders", "2026-11-01", False))
    found = _read(tmp_path)
    assert [each.asset for each in found.all] == ["orders"]
    path = "gx/uncommitted/validations/rules/run/20261101/a.json"
    assert found.missing.startswith(f"not all validations are known: {path} (")


def test_nothing_outside_is_read_and_nothing_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "outside.json", _result("private", "2026-11-01", False))
    top = tmp_path / "top"
    (top / "gx/validations/rules/run/20261101").mkdir(parents=True)
    (top / "gx/validations/rules/run/20261101/a.json").symlink_to(tmp_path / "outside.json")
    assert _read(top).all == ()
    assert _read(top).missing.endswith("a.json (this link leads out of the workspace)")
    _write(top, "gx/validations/rules/run/20261101/b.json", _result("orders", "2026-11-01", False))
    assert len(_read(top).all) == 1
    assert not _read(top).beyond
    monkeypatch.setattr(limits, "VALIDATION_FILES", 1)
    assert _read(top).beyond == "validations are looked for in only 1 of 2 files"
    monkeypatch.undo()
    monkeypatch.setattr(limits, "VALIDATION_BYTES", 100)
    assert _read(top).all == ()
    assert "b.json (this file has 287 B; up to 100 B are read)" in _read(top).missing


def test_odd_values_are_passed_over() -> None:
    odd = {
        "success": False,
        "expectation_config": {"type": 3, "kwargs": {"column": [], "min_value": {}}},
        "result": {"element_count": "x"},
    }
    result = read_validation("a.json", _result("orders", "20261332", False, results=[odd, 7, {"success": False}]))
    assert result and (result.when, result.failures, result.evaluated) == (None, 2, 2)
