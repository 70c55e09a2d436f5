"""`dualtrack prior`: what was tried before."""

import json
from pathlib import Path

import pytest

from tests.cli.commands import board, dualtrack

DECIDED = (
    "---\nid: EXP-1\ntitle: Oversample the churners\nstatus: decided\ndecision: decided-not-to-pursue\nreason: overfit\n"
    "hypothesis: It helps\nclosed: 2026-11-01\n---\n## Learnings\nThe classes are *weighted* already.\n"
)


@pytest.mark.slow
def test_an_idea_is_compared_with_what_was_decided(tmp_path: Path) -> None:
    folder = board(tmp_path, EXP_1=DECIDED)
    called = dualtrack("prior", "oversampling", "churners", cwd=folder)
    assert called.stdout.splitlines() == [
        "EXP-1 Oversample the churners  decided not to pursue: overfit",
        "  It helps",
        "  The classes are weighted already.",
    ]
    (told,) = json.loads(dualtrack("prior", "oversampling churners", "--format", "json", cwd=folder).stdout)
    assert (told["id"], told["decision"], told["words"]) == ("EXP-1", "decided-not-to-pursue", ["oversampling", "churners"])
    assert dualtrack("prior", "embeddings", cwd=folder).stdout == "no decided experiment is close to that\n"


def test_a_new_experiment_says_what_was_tried_before(tmp_path: Path) -> None:
    called = dualtrack("new", "experiment", "Oversampled churners", cwd=board(tmp_path, EXP_1=DECIDED))
    assert called.stdout == f"{Path('tracks/experiments/EXP-2 Oversampled churners.md')}\n"
    assert called.stderr == "tried before: EXP-1 Oversample the churners (decided not to pursue: overfit)\n"
