"""Lines of a checklist that are not applicable."""

import pytest
from dualtrack.model.definition_of_done import DodLine


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Load test — N/A: nobody calls it", True),
        ("Load test (N/A: nobody calls it)", True),
        ("Load test (nobody calls it, N/A)", True),
        ("Load test [n.a. – nobody calls it]", True),
        ("Load test — nobody calls it", True),
        ("Load test: not needed, nobody calls it", True),
        ("Load test (does not apply to a library)", True),
        ("Load test – doesn't apply: a library", True),
        ("Load test", False),
        ("Load test N/A", False),
        ("Load test — N/A:", False),
        ("Load test (N/A)", False),
        ("Load test: out of scope", False),
        ("Load test N/A <!-- dod: load -->", False),
    ],
)
def test_a_reason_closes_a_line_that_is_not_applicable(text: str, closed: bool) -> None:
    line = DodLine(text, "-", 3, 0, len(text))
    assert (line.closed, line.shown) == (closed, "Load test")


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("~~Load test~~ (n/a)", True),
        ("~~Load test~~ — not needed", True),
        ("~~Load test~~", False),
        ("~~Load test~~ N/A: nobody calls it", True),
        ("Load test (N/A: nobody calls it)", True),
        ("Load test — not applicable, nobody calls it", True),
        ("~~Load test~~ (not needed because nobody calls it)", True),
        ("~~Load test~~", False),
        ("Load test (nobody calls it)", False),
        ("Drop missing values (N/A) and count them", False),
        ("Read N/A: as missing", False),
        ("Load test — proof.md", False),
    ],
)
@pytest.mark.parametrize("mark", " ~/")
def test_a_reason_that_stands_apart_closes_a_line_of_any_mark(text: str, closed: bool, mark: str) -> None:
    assert DodLine(text, mark, 3, 0, len(text)).closed == closed


@pytest.mark.parametrize("text", ["Monitoring hooks (drift, latency)", "Approval not required for docs"])
def test_brackets_and_words_of_an_item_itself_are_no_reason(text: str) -> None:
    line = DodLine(text, "-", 3, 0, len(text))
    assert (line.closed, line.shown) == (False, text)
