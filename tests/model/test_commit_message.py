"""What the messages of commits link, close and move."""

import pytest
from dualtrack.model.commit_message import Message, read_message

GITHUB = ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"]
GITLAB = ["closing", "fixing", "resolving", "implement", "implements", "implemented", "implementing"]

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
        ("Merge branch 'exp-23_feature'", []),  # as in format.md: no `_` at an id
        ("Merge branch 'exp_23'", []),
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


NOT_CLOSED = [
    "Prepares to fix TASK-12",
    "Lock the queue, needed to fix TASK-12",
    "Need the new lock() to fix TASK-12",
    "Lock the queue in preparation for fixing TASK-12",
    "The reason for this is to fix TASK-12",
    "Found in the course of fixing TASK-12",
    "Clean up while I am at fixing TASK-12",
    "A regression with fix TASK-12",
    "Change log entry for FIXED TASK-12",
    "One step towards closing TASK-12",
    "Could fix TASK-12",
    "Helps to fix TASK-12",
    "WIP: fix TASK-12",
    "Draft: fixes TASK-12",
    "Ready to close TASK-12",
    "Fix tests broken by fixing TASK-12",
    "Was shadowed when 1a2b3c4d fixed TASK-12",
    "Seeded by a commit which fixed TASK-12",
    "Fixing TASK-12 requires a lock",
    "Fixes TASK-12 for the most part",
    "Fixes TASK-12, but only on Linux",
    "Fix TASK-12 part 1",
    "Closes TASK-12 acceptance criteria #4",
    "Fixes TASK-12 (AC 2)",
    "Will fix TASK-12 in the next commit",
    "Does this fix TASK-12?",
    "Fix TASK-12 compile error",
    "Fixing TASK-12 unit tests in CI",
    "Resolve TASK-12 merge conflicts",
    "Seed it\n\n<!-- Closes TASK-12 -->",
    "Seed it\n\n<!--\nCloses TASK-12",
    "Seed it\n\n- [ ] Closes TASK-12",
    "Seed it\n\n1. [ ] Closes TASK-12",
    "Nobody has fixed TASK-12",
    "None of this fixes TASK-12",
    "Neither fixes TASK-12 nor TASK-13",
    "Follow-up to fix TASK-12",
    "Unblocks fixing TASK-12",
    "Retry until we fix TASK-12",
    "Seed it. Next: fix TASK-12",
    "Remaining steps: fix TASK-12",
    "Fix TASK-12 (WIP)",
    "Fix TASK-12 [WIP]",
    "For the record, fixing TASK-12 took a day",
    "Reopens TASK-12",
    "[1/3] Fix TASK-12",
    "[PATCH 2/3] Fix TASK-12",
    "1/3: Fix TASK-12",
    "Fix TASK-12 (1 of 3)",
    "Part 1: fix TASK-12",
    "Fix TASK-12, pt. 2",
    "Fix TASK-12 (first half)",
    "Fixes TASK-12 (front-end part)",
    "Fix TASK-12 (review comments)",
    "Fix TASK-12: address review comments",
    "Fix TASK-12 - code review feedback",
    "Fix TASK-12 (feedback from Ben)",
    "Fix TASK-12 (follow-up)",
    "Fix TASK-12, addendum",
    "Fix TASK-12 - clean-up",
    "Fix TASK-12 and TASK-13 tests",
    "Fix TASK-12, TASK-13 merge conflicts",
    "Fixes TASK-12 and TASK-13 (review comments)",
    "Implement TASK-12 tests",
    "Should fix TASK-12",
    "This should hopefully fix TASK-12",
    "Might fix TASK-12",
    "Attempt at fixing TASK-12",
    "Potential fix TASK-12",
    "Likely fixes TASK-12",
    "Seems to fix TASK-12",
    "I think this fixes TASK-12",
    "Test whether this fixes TASK-12",
    "Fixes TASK-12, I hope",
    "Fixes TASK-12 (hopefully)",
    "Fixes TASK-12 (Linux only)",
    "Closes TASK-12 once the model is deployed",
    "First step to fix TASK-12",
    "Initial commit to fix TASK-12",
    "Workaround to fix TASK-12",
    "Another fix TASK-12",
    "[RFC] Fix TASK-12",
    "[DO NOT MERGE] Fix TASK-12",
    "fixup! Fix TASK-12",
    "Seeded here, and still fixes TASK-12",
    'Commit 1a2b3c4d ("[FIXED TASK-12] seed it") broke it',
    "Some small fixes\nTASK-12 seed it",
    "Some layout fixes (TASK-12)",
    "Preparatory work to fix TASK-12",
    "Paves the way to fix TASK-12",
    "Found on the way to fix TASK-12",
    "Continue to fix TASK-12",
    "Begin fixing TASK-12",
    "Refactor what can be used to fix TASK-12",
    "Since we closed TASK-12 the flag is gone",
    "As we fixed TASK-12 yesterday, drop the shim",
    "Now that we have fixed TASK-12, drop the shim",
    "If this closes TASK-12, drop the shim",
    "Unless it fixes TASK-12",
    "Discovered while I was fixing TASK-12",
    "Fixes TASK-12 to a large extent",
    "See also: closed TASK-12",
    "Seed it\n\n    Fixes TASK-12\n\nas it was",
    "Fix TASK-12 NPE",
    "Fix TASK-12 CI failure",
    "Fix TASK-12 Checkstyle violations",
    "Fix TASK-12 Windows build",
    "Fixed TASK-12 compile error",
    "Fixed TASK-12 merge conflicts in the sampler",
    "Implement TASK-12 API endpoints",
]
CLOSED = [
    "[3/3] Fix TASK-12",
    "Fix TASK-12 (#41)",
    "Fix TASK-12 again",
    "Fix TASK-12: the review page is empty",
    "Closes TASK-12 once merged",
    "Seed it\n\nCloses:\n- TASK-12",
    "FIXED - TASK-12",
    "[FIXED - TASK-12] Seed it",
    "FIXED TASK-12 Add a seed",
    "fix TASK-12 local branch names cause a crash",
    "Clean before checkout resolving TASK-12",
    "Clean before checkout, resolving TASK-12",
    "Fix TASK-12 by reverting the sampler",
    "Switch to one lock in order to fix TASK-12",
    "Seed it, which fixes TASK-12",
    "We could not log in\nFixes TASK-12",
    "Seed it\n\n- [x] Closes TASK-12",
    "Seed it <!-- for now --> and close TASK-12",
    "Fixes TASK-12 (but leaves the old seed alone)",
    "fix TASK-12 cannot parse settings.url",
    "Seed it\n\nFix:TASK-12",
    "Making the component uncontrolled fixes TASK-12",
    "Seed it. Fixes\nTASK-12",
    "Seed it in order to fix\n  TASK-12",
    "Fixes the issue TASK-12",
    "Fixes: https://example.org/browse/TASK-12",
    "Implement TASK-12 feedback form",
    "Defaulting to None fixes TASK-12",
    "Fixed — TASK-12",
    "Closes: #12, TASK-12",
    'Revert "Y"\n\nCloses: #12 and TASK-12',
    "Use one lock since it fixes TASK-12",
    "Seed it as this fixes TASK-12",
    "Make it work. Fixes TASK-12",
    "Seed it\n\n- a list\n\n    Fixes TASK-12",
    "Fixed TASK-12 Improve the build",
    "Fixed TASK-12 error messages are cut",
    "Fix TASK-12 Tests cannot be run twice",
]


@pytest.mark.parametrize("keyword", GITHUB + GITLAB)
@pytest.mark.parametrize("form", ["{} TASK-12", "{}: TASK-12", "Sample by cohort\n\n{} TASK-12.", "Sample ({} TASK-12)"])
def test_keywords(keyword: str, form: str) -> None:
    for word in (keyword, keyword.upper(), keyword.title()):
        assert read_message(form.format(word)).closes == ("TASK-12",)


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
        *((text, []) for text in NOT_CLOSED),
        *((text, ["TASK-12"]) for text in CLOSED),
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
