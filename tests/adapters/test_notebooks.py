"""Notebooks, as real files."""

import json
from pathlib import Path

from dualtrack.adapters.notebooks import read_notebooks
from dualtrack.model.facts import Notebook


def test_source_cells_count_and_outputs_do_not(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "markdown", "source": ["# EXP-23\n", "and TASK-1"]},
        {"cell_type": "code", "source": "x = 'exp-023'", "outputs": [{"text": ["EXP-99"]}]},
    ]
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "a.ipynb").write_text(json.dumps({"cells": cells}))
    (tmp_path / "broken.ipynb").write_text("<<<<<<< HEAD\n{")
    assert sorted(read_notebooks(tmp_path), key=lambda notebook: notebook.path) == [
        Notebook("broken.ipynb"),
        Notebook("notebooks/a.ipynb", ("EXP-23", "TASK-1")),
    ]
