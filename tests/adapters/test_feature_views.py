"""Feature views of Feast, by the files that define them."""

import subprocess
from pathlib import Path

import pytest
from dualtrack import limits
from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import WorkspaceFolder
from dualtrack.adapters.sources.feature_views import WorkTreeFeatureViews
from dualtrack.facts.feature_views import FeatureView

from tests.adapters import run_stores
from tests.adapters.conftest import Made

VIEWS = """\
from feast import FeatureView, Field
# usage = FeatureView(other="x")
usage = FeatureView(
    # A name, (in brackets, "quoted".
    entities=[Entity(name="customer")],
    name="usage_by_month",
)
labels = LabelView(ttl=timedelta(days=1), name="churned")
unnamed = FeatureView(name=NAME, schema=[Field(name="ratio", dtype=Float64)])
# old = FeatureView(name="old")
stream = StreamFeatureView(name='clicks', source=kafka)

@on_demand_feature_view(sources=[usage], schema=[Field(name="ratio", dtype=Float64)])
def usage_ratio(inputs: pd.DataFrame) -> pd.DataFrame:
    return helper(inputs)

def helper(frame): ...
"""

# In one process: feast takes ten seconds to import.
FEAST = """
import os
from feast import FeatureStore
from feast.cli.cli import cli
cli.main(["init", "churn"], standalone_mode=False)
os.chdir("churn/feature_repo")
cli.main(["apply"], standalone_mode=False)
print(*(each.name for each in FeatureStore(".").list_all_feature_views()))
"""


def test_views_are_found_beside_a_store_and_nowhere_else(tmp_path: Path) -> None:
    outside = tmp_path / "outside.py"
    outside.write_text(VIEWS)
    top = tmp_path / "top"
    for folder in ("feature_repo/views", "src"):
        (top / folder).mkdir(parents=True)
        (top / folder / "features.py").write_text(VIEWS)
    (top / "feature_repo" / "link.py").symlink_to(outside)
    (top / "feature_repo" / "feature_store.yaml").write_text("project: churn\n")
    source = WorkTreeFeatureViews(WorkspaceFolder(top, Listing(top), Access(True, True, {})), "")
    known = source.read(None, None)
    path = "feature_repo/views/features.py"
    assert known.all == tuple(FeatureView(name, path) for name in ("usage_by_month", "churned", "clicks", "usage_ratio"))
    assert source.read(None, known) is known
    assert [source.is_about(path, None) for path in (path, "feature_store.yaml", "src/features.py")] == [True, True, False]


def test_that_not_all_files_are_looked_at_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feature_store.yaml").write_text("project: churn\n")
    for name in "ab":
        (tmp_path / f"{name}.py").write_text(VIEWS)
    source = WorkTreeFeatureViews(WorkspaceFolder(tmp_path, Listing(tmp_path), Access(True, True, {})), "")
    assert not source.read(None, None).beyond
    monkeypatch.setattr(limits, "FEATURE_FILES", 1)
    found = source.read(None, None)
    assert (len(found.all), found.missing) == (4, "")
    assert found.beyond == "feature views are looked for in only 1 of 2 files"


@pytest.mark.slow
def test_a_repository_of_feast_has_the_views_that_feast_finds(made: Made) -> None:
    def apply(new: Path) -> None:
        with run_stores.python_with(run_stores.FEAST_PACKAGES) as python:
            done = subprocess.run([python, "-W", "ignore", "-c", FEAST], cwd=new, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stderr
        (new / "found").write_text(done.stdout.splitlines()[-1])

    folder = made("feast", (run_stores.FEAST_PACKAGES, FEAST), apply)
    top = folder / "churn"
    found = WorkTreeFeatureViews(WorkspaceFolder(top, Listing(top), Access(True, True, {})), "").read(None, None).all
    assert sorted(view.name for view in found) == sorted((folder / "found").read_text().split())
