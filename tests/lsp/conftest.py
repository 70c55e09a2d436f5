"""The folder that most tests of the server open."""

from pathlib import Path

import pytest

from tests.lsp.session import EXP, TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "a folder é"
    (root / "tracks" / "experiments").mkdir(parents=True)
    (root / EXP).write_text(TEXT)
    return root
