"""A brief is short, whatever the boards hold."""

import pytest
from dualtrack.features.board import board
from dualtrack.features.brief import LONGEST, brief

from tests.fixture import parse

KEYS = {
    "running": "started: 2026-11-10\ntimebox_days: 10\nhypothesis: x",
    "evaluating": "started: 2026-11-10\ntimebox_days: 10\nhypothesis: x",
    "proposed": "timebox_days: 10\nhypothesis: x\nsuccess_criteria: f1 >= 0.7",
    "decided": "decision: ship\nclosed: 2026-11-12",
}


@pytest.mark.parametrize(
    "title",
    [
        "Look",
        "Does a wider context window help rare classes? " * 20,
        "罕见类别的检测" * 60,
        "😀" * 400,
        "xq7 zk-9 f1>=0.7231 " * 20,
    ],
)
def test_a_brief_of_a_large_board(title: str) -> None:
    texts = [
        f'-- tracks/experiments/EXP-{n}.md --\n---\ntitle: "{title}"\nstatus: {status}\n{keys}\n---\n'
        for at, (status, keys) in enumerate(KEYS.items())
        for n in range(at * 100 + 1, at * 100 + 101)
    ]
    project = parse("".join(texts)).project
    told = brief(project, board(project), None)
    assert len(told.text.encode()) <= LONGEST
    assert [part.title for part in told.parts] == ["To decide", "Investigating", "Ready to start", "Learned"]
    assert {len(part.lines) + part.more for part in told.parts} == {100}
    assert told.text.count(" more\n") == 3
