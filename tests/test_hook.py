"""pre-commit runs the hook for a commit that touches a board."""

import re
from pathlib import Path

import pytest
import yaml

HOOK = yaml.safe_load((Path(__file__).parent.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]


@pytest.mark.parametrize(
    ("file", "runs"),
    [
        ("tracks/tasks/TASK-1.md", True),
        ("team/dualtrack.yaml", True),
        ("backlog/tasks/task-1.md", True),
        (".backlog/config.yml", True),
        ("backlog.config.yml", True),
        ("src/tracks.py", False),
        ("docs/backlog.md", False),
    ],
)
def test_the_hook_runs_for_files_of_a_board(file: str, runs: bool) -> None:
    assert bool(re.search(HOOK["files"], file)) is runs
