"""Feature views of Feast, by the files that define them."""

from pathlib import Path

from dualtrack.adapters.access import Access
from dualtrack.adapters.listing import Listing
from dualtrack.adapters.source import Place
from dualtrack.adapters.sources.feature_views import WorkTreeFeatureViews
from dualtrack.facts.feature_views import FeatureView

VIEWS = """\
from feast import FeatureView, Field
# usage = FeatureView(other="x")
usage = FeatureView(
    name="usage_by_month",
    entities=[customer],
)
stream = StreamFeatureView(name='clicks', source=kafka)

@on_demand_feature_view(sources=[usage], schema=[Field(name="ratio", dtype=Float64)])
def usage_ratio(inputs: pd.DataFrame) -> pd.DataFrame:
    return helper(inputs)

def helper(frame): ...
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
    source = WorkTreeFeatureViews(Place(top, Listing(top), Access(True, True, {})), "")
    known = source.read(None, None)
    path = "feature_repo/views/features.py"
    assert known.all == tuple(FeatureView(name, path) for name in ("usage_by_month", "clicks", "usage_ratio"))
    assert source.read(None, known) is known
    assert [source.is_about(path, None) for path in (path, "feature_store.yaml", "src/features.py")] == [True, True, False]
