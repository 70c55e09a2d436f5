import pytest
from churn.feedback import record


def test_an_answer_becomes_a_line(tmp_path):
    record({"customer": 7, "verdict": "right"}, tmp_path / "feedback.jsonl")
    assert (tmp_path / "feedback.jsonl").read_text() == '{"customer": 7, "verdict": "right"}\n'


def test_an_unknown_verdict_is_refused(tmp_path):
    with pytest.raises(ValueError, match="not maybe"):
        record({"customer": 7, "verdict": "maybe"}, tmp_path / "feedback.jsonl")
