"""Whether a commit's message says why."""

import pytest
from dualtrack.model.commit_reason import reason_in


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("EXP-1: lower the bar", ""),
        ("EXP-1: lower the bar\n\nThe test set is harder.\nMuch harder.", "The test set is harder."),
        ("Lower\n\n- the test set is harder", "the test set is harder"),
        ("Lower\r\n\r\nWhy: labels came late\r\n", "Why: labels came late"),
        ("Lower\n\nSigned-off-by: Ana <ana@example.org>\nCo-authored-by: Ben <b@example.org>", ""),
        ("Lower\n\nRefs: EXP-1\nCloses EXP-2\nfixes #3\n#4\n(cherry picked from commit 1234)", ""),
        ("Lower\n\nFixtures were wrong", "Fixtures were wrong"),
        ("Seed it\n\nThis completes EXP-2.\nFix for EXP-3", ""),
        ("Seed it\n\nCompletes EXP-2 with a seed", "Completes EXP-2 with a seed"),
        ("", ""),
        ("x\n\n" + "long " * 100, ("long " * 100)[:200]),
    ],
)
def test_reason(message: str, reason: str) -> None:
    assert reason_in(message) == reason
