"""What the messages of commits link, close and move."""

import time

import pytest
from dualtrack.model.commit_message import Message, read_message
from dualtrack.model.mention import candidates
from hypothesis import example, given
from hypothesis import strategies as st

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
        ("Merge pull request #12 from ana/fix-exp-23-leak\n\nSample by cohort", ["EXP-23"]),
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
        ("Closes TASK-12 & TASK-13; TASK-14 TASK-15", ["TASK-12", "TASK-13", "TASK-14", "TASK-15"]),
        ("Closes TASK-12, closes TASK-13, fixes: BUG-1", ["TASK-12", "TASK-13", "BUG-1"]),
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
        ("Should fix TASK-12", ["TASK-12"]),
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


CLOSER = "Closes TASK-12 #done"


@pytest.mark.parametrize(
    "text",
    [
        f'Revert "{CLOSER}"\n\nThis reverts commit 1234567.',
        f'Revert "{CLOSER}" (#14)\n\nReverts ana/fraud#12',
        f'[TASK-12] Revert "{CLOSER}"',
        f'Revert "Revert "Revert "{CLOSER}"""',
        f'Revert "Reapply "{CLOSER}""',
        f"Merge branch 'revert-3a4b5c6d' into 'main'\n\nRevert \"{CLOSER}\"\n\nSee merge request ana/fraud!12",
        "revert: feat(TASK-12): sample by cohort",
        "revert(TASK-12)!: sample by cohort",
        "Sample as before TASK-12\n\nThis reverts commit 1234567.\n\nFixes TASK-12",
    ],
)
def test_a_revert_links_and_does_no_more(text: str) -> None:
    assert read_message(text) == Message(("TASK-12",), is_revert=True)


@pytest.mark.parametrize("text", ['Revert "Sample by cohort"', "Sample as before\n\nThis reverts commit 1234567."])
def test_a_revert_is_one_without_an_id_too(text: str) -> None:
    assert read_message(text) == Message(is_revert=True)


@pytest.mark.parametrize(
    "text",
    [
        f'Revert "Revert "{CLOSER}""\n\nThis reverts commit 1234567.',
        f'Reapply "{CLOSER}"\n\nThis reverts commit 1234567.',
        f'Merge pull request #13 from ana/x\n\nReapply "{CLOSER}"',
        f'Revert "Revert "Reapply "{CLOSER}"""',
    ],
)
def test_a_revert_of_a_revert_is_the_change_again(text: str) -> None:
    assert read_message(text) == Message(("TASK-12",), ("TASK-12",), (("TASK-12", "done"),))


@pytest.mark.parametrize(
    "text", ["Reverting is easy", "Revert to the old sampler", "Squash\n\n* Revert x\n\nThis reverts commit 1"]
)
def test_what_only_speaks_of_reverts_is_none(text: str) -> None:
    assert not read_message(text).is_revert


WORDS = [
    "Closes",
    "fix",
    "not",
    " ",
    "  ",
    ", ",
    "\n",
    "\n\n",
    "> ",
    "```",
    "#",
    "#done",
    '"',
    'Revert "',
    "and",
    "'s",
    "-",
    "(",
    "[",
]


@given(st.lists(st.one_of(st.sampled_from([*WORDS, "TASK-1", "exp-02", "Merge x"]), st.text(max_size=3))).map("".join))
@example("TASK-1")
def test_any_text_is_read(text: str) -> None:
    message = read_message(text)
    assert list(message.ids) == list(dict.fromkeys(mention.id for mention in candidates(text)))
    named = [*message.closes, *(id for id, _ in message.moves)]
    assert set(named) <= set(message.ids)
    assert len(set(message.closes)) == len(message.closes)
    assert not (message.is_revert and named)


HOSTILE = [
    "Closes TASK-1 ",
    "TASK-1, ",
    "TASK-1 #a ",
    "Revert \"Revert '",
    "not fix ",
    "Closes TASK-1\n> ",
    "```\nTASK-1\n",
    "Merge x\n\n",
    "\n- ",
    "fix" + " " * 50,
    "fix: TASK-1 ",
    "fix: TASK-1\n",
    "fix: a-",
    " ",
    "a",
    "1",
    "-1",
    "A-1.",
    "[",
    "#a",
    "revert(",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("ends", ["", "TASK-1", "TASK-1x"])
@pytest.mark.parametrize("begins", ["", "Closes TASK-1", "Merge ", "Revert "])
def test_a_hostile_message_takes_linear_time(begins: str, piece: str, ends: str) -> None:
    text = begins + piece * (40_000 // len(piece)) + ends
    started = time.process_time()
    read_message(text)
    assert time.process_time() - started < 1  # what is quadratic takes minutes
