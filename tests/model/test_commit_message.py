"""What the messages of commits link, close and move."""

import pytest
from dualtrack.model.commit_message import Message, read_message

SQUASH_OF_GITHUB = """Ship the new sampler (#41)

* feat(EXP-23): sample by cohort

The old one leaks.

* fix(TASK-7): seed it

* Closes TASK-12

Co-authored-by: Ana <ana@example.org>
"""
SQUASH_OF_GIT = """Squashed commit of the following:

commit 1234567890123456789012345678901234567890
Author: Ana <ana@example.org>
Date:   Mon Nov 2 10:00:00 2026 +0100

    feat(EXP-23): sample by cohort

    Fixes BUG-4
"""


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("EXP-23 sample by cohort", ["EXP-23"]),
        ("feat(EXP-23): sample by cohort", ["EXP-23"]),
        ("feat(exp-23)!: sample by cohort", ["EXP-23"]),
        ("[EXP-23][TASK-4] sample by cohort", ["EXP-23", "TASK-4"]),
        ("Sample by cohort\n\nRefs: EXP-23, exp-023\nSee-also: TASK-4", ["EXP-23", "TASK-4"]),
        ("Merge branch 'exp-23-feature-x'", ["EXP-23"]),
        ("Merge branch 'exp-23' into task-4-serving", ["EXP-23", "TASK-4"]),
        ("Merge pull request #12 from ana/fix-exp-23-leak\n\nSample by cohort", ["FIX-EXP-23", "EXP-23"]),
        ("Load test-data-2.csv, clip log-exp-3\n\nMerge branch 'ana-exp-4'", ["LOG-EXP-3", "ANA-EXP-4"]),
        ("Split task-epic-11.2", ["TASK-EPIC-11.2"]),
        ("Merged in feature/TASK-4-serving (pull request #3)", ["TASK-4"]),
        ("Merge branch 'exp-23_feature' into task_4", ["EXP-23", "TASK-4"]),
        ("Merge branch 'exp-1_7' into task-4_form", ["TASK-4"]),
        ("Merge branch 'main'\n\nSample exp_23 and exp-4_2", []),  # as in format.md: no `_` at an id
        (SQUASH_OF_GITHUB, ["EXP-23", "TASK-7", "TASK-12"]),
        (SQUASH_OF_GIT, ["EXP-23", "BUG-4"]),
        ("> Closes TASK-1\n```\nTASK-2\n```", ["TASK-1", "TASK-2"]),
        ("See https://example.org/browse/TASK-4?x", ["TASK-4"]),
        ("Update on 2026-11-02", []),
        ("", []),
    ],
)
def test_links(text: str, ids: list[str]) -> None:
    assert list(read_message(text).ids) == ids


@pytest.mark.parametrize(
    ("text", "closes"),
    [
        ("Closes TASK-12, TASK-13 and EXP-2", ["TASK-12", "TASK-13", "EXP-2"]),
        ("Closes TASK-12, TASK-13, and EXP-2.", ["TASK-12", "TASK-13", "EXP-2"]),
        ("closes task-12 task-13", ["TASK-12", "TASK-13"]),
        ("Closes TASK-12 & TASK-13; TASK-14 TASK-15", ["TASK-12", "TASK-13", "TASK-14", "TASK-15"]),
        ("Closes TASK-12, closes TASK-13, fixes: BUG-1", ["TASK-12", "TASK-13", "BUG-1"]),
        ("Closes TASK-12 as well as TASK-13", ["TASK-12", "TASK-13"]),
        ("Fixes TASK-12/TASK-13", ["TASK-12", "TASK-13"]),
        ("Fixes both TASK-12 and TASK-13", ["TASK-12", "TASK-13"]),
        ("Fixes TASK-12 (the seed) and TASK-13 (the sampler)", ["TASK-12", "TASK-13"]),
        ("Fixes TASK-12 (the seed), see TASK-13", ["TASK-12"]),
        ("Fixes https://x.org/TASK-12 and\nhttps://x.org/browse/TASK-13", ["TASK-12", "TASK-13"]),
        ("Fixes https://x.org/TASK-12, see https://x.org/TASK-13", ["TASK-12"]),
        ("Closes TASK-12 and refs TASK-13", ["TASK-12"]),
        ("Closes TASK-12; see also TASK-13", ["TASK-12"]),
        ("x\n\nCloses: TASK-12,\n  TASK-13", ["TASK-12", "TASK-13"]),
        ("x\n\nCloses: TASK-12\nRefs: TASK-13", ["TASK-12"]),
        ("x\n\nCloses: TASK-12\nTASK-13 is next", ["TASK-12"]),
        ("Closes TASK-12, task-012", ["TASK-12"]),
        ("Closes [TASK-12](tracks/tasks/x.md), TASK-13", ["TASK-12"]),
        ("Closes [[TASK-12]], #TASK-13 and **TASK-14**", ["TASK-12", "TASK-13", "TASK-14"]),
        ("Fix bug TASK-12, closes issues TASK-13 and TASK-14", ["TASK-12", "TASK-13", "TASK-14"]),
        ("fix: TASK-12 seed the sampler", []),  # a type, and where it belongs
        ("fix: [TASK-12] seed the sampler", []),
        ("Seed it (#4)\n\n* fix: TASK-12 seed the sampler", []),
        ("fix: TASK-12", ["TASK-12"]),
        ("fix: TASK-12, TASK-13 and EXP-2 (#41)\n\nSeed it.", ["TASK-12", "TASK-13", "EXP-2"]),
        ("Seed it\n\nFix: TASK-12", ["TASK-12"]),
        ("fix: seed it, fixes: TASK-12 for good", ["TASK-12"]),
        ("fix: seed it, does not close: TASK-12", []),
        ("fixes: TASK-12 seed the sampler", ["TASK-12"]),
        ("fix(TASK-12): seed the sampler", []),
        ("fix(EXP-23): x, closes TASK-12", ["TASK-12"]),
        ("Merge branch 'fix-task-12'", []),
        ("Merge branch 'fix/task-12'", []),
        ("Fix the sampler of TASK-12", []),
        ("Fixes part of TASK-12", []),
        ("Fixes TASK-12 partly", []),
        ("Fixes TASK-12 (partially)", []),
        ("Fix TASK-12's flaky seed", []),
        ("Fix TASK-12-related crash", []),
        ("hot-fix TASK-12", []),
        ("Suffix TASK-12, prefix TASK-13", []),
        ("Fixture TASK-12", []),
        ("closes\n\nTASK-12", []),
        ("does not fix TASK-12", []),
        ("This doesn't fix TASK-12", []),
        ("This doesn’t yet fix TASK-12, TASK-13", []),
        ("It does not\nfix TASK-12", []),
        ("not closing TASK-12", []),
        ("without closing TASK-12", []),
        ("partly fixes TASK-12", []),
        ("Trying to fix TASK-12", []),
        ("Revert fix TASK-12", []),
        ("Does not crash. Fixes TASK-12", ["TASK-12"]),
        ("Do not crash\n\nFixes TASK-12", ["TASK-12"]),
        ("> Closes TASK-12\n\nAs I said", []),
        ("x\n\n```\nCloses TASK-12\n```\nCloses TASK-13", ["TASK-13"]),
        ('Explain what "Closes TASK-12" does', []),
        ("Explain what `Closes TASK-12` does", []),
        (SQUASH_OF_GITHUB, ["TASK-12"]),
        (SQUASH_OF_GIT, ["BUG-4"]),
        ('x (#4)\n\n* Closes TASK-12\n\n* Revert "Closes TASK-12"\n\n* Closes TASK-13', ["TASK-13"]),
        ('Squashed commit of the following:\n\n    Revert "Fix TASK-12"\n\n    Fix TASK-12', []),
    ],
)
def test_closes(text: str, closes: list[str]) -> None:
    assert list(read_message(text).closes) == closes


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("TASK-12 #review", [("TASK-12", "review")]),
        ("TASK-12 #review #time 2h #comment see #Done", [("TASK-12", "review"), ("TASK-12", "Done")]),
        ("TASK-12 TASK-13 seed the sampler #in-progress", [("TASK-12", "in-progress"), ("TASK-13", "in-progress")]),
        ("TASK-12 #review EXP-2 #running", [("TASK-12", "review"), ("EXP-2", "running")]),
        ("TASK-12 #time 1w 2d", []),
        ("TASK-12 seed it (#41), in C#, [x](#there)", []),
        ("TASK-12\n\n#review", []),
        ("#review TASK-12", []),
        ("#TASK-12 #review", [("TASK-12", "review")]),
        ("> TASK-12 #review", []),
        ("EXP-2\nTASK-12 #review #review", [("TASK-12", "review")]),
    ],
)
def test_moves(text: str, moves: list[tuple[str, str]]) -> None:
    assert list(read_message(text).moves) == moves


@pytest.mark.parametrize("text", ["Reopens TASK-12", "Sample as before; re-opened: TASK-12"])
def test_what_is_reopened(text: str) -> None:
    assert read_message(text) == Message(("TASK-12",), moves=(("TASK-12", "reopen"),))
