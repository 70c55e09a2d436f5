"""Texts found by their words."""

import pytest
from dualtrack.adapters.word_index import WordIndex

TEXTS = {
    "EXP-1": "Oversample the churners\nOversampling the churners improves F1\nThe classes are weighted already.",
    "EXP-2": "Usage trends as features\nA usage trend improves F1",
    "EXP-3": "Focal loss for rare classes\nval_f1 >= 0.72",
}


@pytest.fixture
def index() -> WordIndex:
    index = WordIndex()
    index.change(TEXTS)
    return index


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("oversampled churner", ["EXP-1"]),
        ("Does a trend of usage help?", ["EXP-2"]),
        ("class weights", ["EXP-1"]),
        ("focal losses", ["EXP-3"]),
        ("val_f1", ["EXP-3"]),
        ("the of and is", []),
        ("churners", []),
        ("gradient boosting of churners and usage over many seasons with deeper trees", []),
        ('" OR NEAR( * ^ text:', []),
        ("", []),
    ],
)
def test_close_is_what_shares_several_telling_words(index: WordIndex, asked: str, found: list[str]) -> None:
    assert [match.key for match in index.closest(asked, 3)] == found


def test_the_words_that_are_shared_are_told_as_they_were_asked(index: WordIndex) -> None:
    assert index.closest("Oversampled churner", 3)[0].words == ("oversampled", "churner")


def test_the_closest_comes_first_and_not_what_was_left_out(index: WordIndex) -> None:
    index.change({"EXP-4": "Usage trends as features: usage, trend, feature"})
    assert {match.key for match in index.closest("usage trends as features", 3)} == {"EXP-2", "EXP-4"}
    assert [match.key for match in index.closest("usage trends as features", 1)] == ["EXP-4"]
    assert [match.key for match in index.closest("usage trends as features", 3, but="EXP-4")] == ["EXP-2"]


def test_changed_and_gone_texts_are_found_as_they_are_now(index: WordIndex) -> None:
    index.change({"EXP-1": "Label smoothing for noisy tickets", "EXP-2": None, "EXP-9": None})
    assert index.closest("oversample churners", 3) == []
    assert index.closest("usage trend", 3) == []
    assert [match.key for match in index.closest("smoothed labels of noisy tickets", 3)] == ["EXP-1"]
