"""Any text is read as the message of a commit, in linear time."""

import time

import pytest
from dualtrack.model.commit_message import read_message
from dualtrack.model.mention import candidates
from hypothesis import example, given
from hypothesis import strategies as st

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
    assert {mention.id for mention in candidates(text)} <= set(message.ids)
    named = [*message.closes, *(id for id, _ in message.moves)]
    assert set(named) <= set(message.ids)
    assert len(set(message.closes)) == len(message.closes)
    assert not (message.is_revert and message.moves)


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


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("ends", ["", "TASK-1", "TASK-1x"])
@pytest.mark.parametrize("begins", ["", "Closes TASK-1", "Merge ", "Revert "])
def test_a_hostile_message_takes_linear_time(begins: str, piece: str, ends: str) -> None:
    text = begins + piece * (20_000 // len(piece)) + ends
    started = time.process_time()
    read_message(text)
    assert time.process_time() - started < 20  # what is quadratic takes minutes
