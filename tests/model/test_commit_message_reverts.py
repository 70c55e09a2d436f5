"""What the messages of commits that take others back link and close."""

import pytest
from dualtrack.model.commit_message import Message, read_message

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
        "Sample as before TASK-12\n\nThis reverts commit 1234567.",
    ],
)
def test_a_revert_links_and_does_no_more(text: str) -> None:
    assert read_message(text) == Message(("TASK-12",), is_revert=True)


@pytest.mark.parametrize(
    "text",
    [
        '[FIX TASK-12] Revert "Sample by cohort"',
        '[FIX TASK-12] Revert "Sample by cohort"\n\nThis reverts commit 1234567.',
        "Fix TASK-12 by reverting the sampler\n\nThis reverts commit 1234567.",
        'Revert "Sample by cohort"\n\nThis reverts commit 1234567.\n\nFixes: TASK-12',
        "revert: sample by cohort\n\nFixes: TASK-12",
    ],
)
def test_a_revert_closes_what_its_own_words_close(text: str) -> None:
    assert read_message(text) == Message(("TASK-12",), ("TASK-12",), is_revert=True)


def test_a_revert_names_by_its_hash_what_its_title_does_not() -> None:
    message = read_message(f'[FIX TASK-12] Revert "Sample by cohort"\n\nThis reverts commit {"1" * 40}.')
    assert (message.closes, message.undoes) == (("TASK-12",), "1" * 40)


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
