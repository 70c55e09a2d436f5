import pandas as pd
from churn.batch import write


def test_a_night_leaves_one_whole_file(tmp_path):
    write(pd.DataFrame({"customer": [7], "score": [0.5]}), tmp_path / "scores" / "latest.csv")
    assert [file.name for file in (tmp_path / "scores").iterdir()] == ["latest.csv"]
