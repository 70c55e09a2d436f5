"""Which words before an id say that a commit closes it."""

import pytest
from dualtrack.model.commit_message import read_message

GITHUB = ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"]
GITLAB = ["closing", "fixing", "resolving", "implement", "implements", "implemented", "implementing"]
OTHERS = ["complete", "completes", "completing", "finish", "finishes", "finishing", "solve", "solves", "solved"]

CLOSED = [
    "[3/3] Fix TASK-12",
    "Fix TASK-12 (#41)",
    "Fix TASK-12 again",
    "Fix TASK-12: the review page is empty",
    "Fix TASK-12: compile error",
    "Fix TASK-12 - typo in the docs",
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
    "Fix TASK-12 using the seed of TASK-3",
    "Merging fix for TASK-12 into 1.4",
    "* Fix for TASK-12",
    "This is a fix for TASK-12",
    "Seed it\n\nThis patch contains the bug fix for TASK-12.",
    "Seed it. Here's a fix for TASK-12",
    "Find what the form asks for (if anything). Fix for TASK-12",
    "[core] Fix for issue TASK-12 with a test",
    "Completed TASK-12",
    "Complete TASK-12: seed the sampler",
    "Completes TASK-12 by seeding it",
    "Sample by cohort and complete TASK-12",
    "This also solves the issue TASK-12",
    "Seed it\n\nNext steps:\n- Sample\n\nFixes TASK-12",
    "Sample by cohort\nComplete TASK-12",
    "feat(loader): complete TASK-12",
    "Sample. Finished TASK-12",
    "Dedupe claims before training, fixes TASK-12",
    "Drop duplicate claims by policy, closes TASK-12",
    "Improve unclear message, fixes TASK-12",
    "Fix TASK-12: rows were still missing after the join",
    "Fix TASK-12, rows were still missing after the join",
    "Fix TASK-12 for users that still need it",
    "Fix TASK-12 logistic regression",
    "Fix TASK-12 linear regression baseline",
    "Fixes TASK-12 logistic regression",
    "Seed it\n\nTODO:\n- [x] Fixes TASK-12",
    "Seed it\n\n* Pending\n* Fixes TASK-12",
    "Squashed commit of the following:\n\n    Next steps:\n    - Sample\n    Fixes TASK-12",
    "* TODO\n\n* Fix TASK-12",
    "Seed it\n\nNext steps:\n- Sample by week\n  and cohort\n\nFixes TASK-12",
    "Fixes for TASK-12",
    "Test case and fix for TASK-12",
    "Fix and tests for: TASK-12",
    "Added a unit test and fix for TASK-12",
    "Apply fix for TASK-12",
    "Forward-port fix for TASK-12 (r25052)",
    "[Bug fix for TASK-12] Seed it",
    "Fix for TASK-12: only read the seed once",
    "Fix TASK-12: partial updates are lost",
    "Fix TASK-12 - in some browsers the page is empty",
    "Fix TASK-12: WIP limits are not read",
    "Resolved: (TASK-12) The seed is not read",
    "Fix https://example.org/browse/TASK-12?filter=all",
    "Fix TASK-12 based on Ana's patch",
    "Fix TASK-12 thanks to Ana.",
    "Test and fix for TASK-12 along with helpers",
    "This is read by rows\nand hence fixes\nTASK-12.",
    "fixed\nIssue: TASK-12",
    "Fix for TASK-12, only put the jar in the class path",
    "Update the sampler, fixes 3 loader bugs (TASK-12)",
    "Fixes #41 (TASK-12)",
    "(1.0) Fix and test for TASK-12, missing open",
    "1.6.x: backported fix for TASK-12",
    "Re-fix TASK-12: the page is empty",
    "[Re-FIXED TASK-12] Seed it",
    "Fix by Ana Diaz for TASK-12: the page is empty",
    "Ana's fixes for TASK-12, sort by date",
    "Final fix for TASK-12. Seed it",
    "Back porting fix for TASK-12",
    "Bugfix for TASK-12",
    "Merge bugfix for TASK-12 into 2.1",
    "Applying Ana's test and fix for TASK-12",
    "loader: fix for TASK-12",
    "TASK-12 fixed: the page is empty",
    "TASK-12 fixed",
    "[TASK-12] - FIXED - the page is empty",
    "TASK-12 Resolved. Please review.",
    "Fixed defects: TASK-12: the page is empty",
    "The build is green. This build fixes TASK-12",
    "Drop the TODO. Fixes TASK-12",
    "Sql fixes: TASK-12",
    "Add a lock that fixes TASK-12",
    "[2.0][TASK-12] Fixed. Also some speed",
    "To fix TASK-12, we keep the highest id",
    "Bump the loader to 1a2b3c4 to fix TASK-12",
    "As this fixes TASK-12, we can drop the shim",
    "Seed it\r\n\r\nTASK-12 fixed\r\n",
    "Seed it\n\n**Closes:** TASK-12",
    "Seed it\n\n**Fixes**: TASK-12",
    "Fixes JIRA TASK-12",
    "Fix TASK-12 once and for all",
    "This will fix TASK-12",
    "This commit is fixing TASK-12",
    "Do not read twice, fixes TASK-12",
    "Seed ~5 rows, fixes TASK-12 in ~2 s",
    "Revert the sampler. Fixes TASK-12",
    "Rolling back the seed fixes TASK-12",
    "Fixed TASK-12 yesterday's seed is lost",
]


@pytest.mark.parametrize("keyword", GITHUB + GITLAB + OTHERS)
@pytest.mark.parametrize("form", ["{} TASK-12", "{}: TASK-12", "Sample by cohort\n\n{} TASK-12.", "Sample ({} TASK-12)"])
def test_keywords(keyword: str, form: str) -> None:
    for word in (keyword, keyword.upper(), keyword.title()):
        assert read_message(form.format(word)).closes == ("TASK-12",)


@pytest.mark.parametrize("text", CLOSED)
def test_what_closes(text: str) -> None:
    assert read_message(text).closes == ("TASK-12",)


@pytest.mark.parametrize(
    "text",
    [
        "Seed it\n\nFixes:\nTASK-12\nTASK-13\n\nTASK-14 is open",
        "Seed it\n\nCloses:\n- TASK-12\n- TASK-13\n",
        "Bugs fixed:\n* TASK-12: the seed is lost\n* TASK-13: rows are read twice\n\n* TASK-14: a note",
        "Bugs fixed:\nTASK-12: the seed is lost\nTASK-13: rows are read twice\nTASK-14 is left",
        "Fixes\n  TASK-12\n  TASK-13",
    ],
)
def test_a_list_below_a_keyword(text: str) -> None:
    assert read_message(text).closes == ("TASK-12", "TASK-13")


@pytest.mark.parametrize(
    "text",
    [
        "Fixes TASK-12\nTASK-13: sample by week",
        "Closes: TASK-12\n\nTASK-13",
        "Closes:\n- TASK-12\nTASK-13",
        "Closes:\n- TASK-12\n- see TASK-13",
        "Closes:\n- TASK-12\n- TASK-13 (part 1)",
        "Seed it\n- fixes TASK-12\n- TASK-13: a note",
    ],
)
def test_what_stands_below_a_closer(text: str) -> None:
    assert read_message(text).closes == ("TASK-12",)


def test_a_line_of_ids_that_are_fixed() -> None:
    assert read_message("[2.0][TASK-12][TASK-13] Fixed.").closes == ("TASK-12", "TASK-13")
