"""What is read without a parser has the values and the places that the parser gives."""

from dualtrack.files.plain_keys import place_of, read_plain
from dualtrack.files.read_keys import read_keys
from dualtrack.files.yaml_tree import Mapping, Sequence
from dualtrack.text import Span
from hypothesis import example, given
from hypothesis import strategies as st

_PIECES = (
    *"abk:-#[]{},'\"~ \n\t&*!|>%@`?.=é",
    "key: ", "key:\n", "- ", "  - ", "\n", "\n", "\n  ", ": ", " #", "null", "a, b", "[a, b]", "{a: 1, b: 2}", "'x'", '"x"',
    "''", "a:b", "-1", "other:", "labels:\n  - one\n  - two\n", "baseline:\n  val_f1: 0.61\n", "title: Speed up\n", "---", "<<",
    "\u2028", "\ufeff", "\x85", "https://a.b/c", "2026-11-02 10:00", "<<<<<<<",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@example("a: x\n  null\n")
@example("a:\n- x\n - y\n")
@example("a:\n  - x\n  b: y\n")
@example("a: [x, -]\n")
@example("a: {b: 1, b: 2}\n")
@example("a: ''\nb: '''x'\n")
@example("a:\n- \n")
@example("a: ~\n  - b\n")
@example("a: {}\nb: []\nc: [ x , y ]\n")
@example("a: x: \n")
def test_plain_keys_are_those_of_the_parser(text: str) -> None:
    plain = read_plain(text)
    if plain is None:
        return
    keys, problems = read_keys(text, Span(0, len(text)))
    assert not problems
    assert list(plain.items()) == list(keys.value.items())
    for key, node in keys.entries:
        found = place_of(text, Span(0, len(text)), key.text, ())
        assert found in (None, node.span)
        entries = node.entries if isinstance(node, Sequence) else ()
        for index, entry in enumerate(entries):
            assert place_of(text, Span(0, len(text)), key.text, (index,)) in (None, entry.span)
        if isinstance(node, (Sequence, Mapping)) and not node.flow:
            assert place_of(text, Span(0, len(text)), key.text, (len(node.entries),)) is None


def test_what_people_write_takes_no_parser() -> None:
    text = """id: EXP-23
title: Add feature X (churn), and more
created_date: '2026-06-25 02:08'
labels:
  - churn
  - "a b"
dependencies: []
baseline: {val_f1: 0.61, loss: 0.2}
blocked:
  kind: data
  since: 2026-11-02
link: https://example.org/a-b
empty:

ordinal: -1
"""
    assert read_plain(text) == {
        "id": "EXP-23",
        "title": "Add feature X (churn), and more",
        "created_date": "2026-06-25 02:08",
        "labels": ["churn", "a b"],
        "dependencies": [],
        "baseline": {"val_f1": "0.61", "loss": "0.2"},
        "blocked": {"kind": "data", "since": "2026-11-02"},
        "link": "https://example.org/a-b",
        "empty": None,
        "ordinal": "-1",
    }
    assert place_of(text, Span(0, len(text)), "link", ()) == Span(text.index("https"), text.index("\nempty"))
    assert place_of(text, Span(0, len(text)), "labels", (1,)) == Span(text.index('"a b"'), text.index('"a b"') + 5)
    assert place_of(text, Span(0, len(text)), "blocked", ("since",)) is None, "that takes a parser"
