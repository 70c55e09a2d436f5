"""Edits of the Markdown body: sections and checklists keep what stands around them."""

import pytest
from dualtrack.files.document import parse
from dualtrack.files.sections import append_section, append_to_section, insert_check, mark_not_applicable, tick_line
from dualtrack.text import apply


@pytest.mark.parametrize(
    "text", ["", "x", "x\n", "x\r\n\r\n", "---\nid: 1\n---\n", "---\nid: 1\n---", "---\nid: 1\n---\n\nText"]
)
def test_append_section(text: str) -> None:
    before = parse("a.md", text)
    edit, end = append_section(before, "Learnings", ["> quoted", "", "words"])
    result = apply(text, [edit])
    after = parse("a.md", result)
    assert [heading.text for heading in after.body.headings] == ["Learnings"]
    assert result[:end].endswith("words")
    assert after.values == before.values


def test_append_to_section() -> None:
    text = "## A\nwords\n\n## B\n"
    document = parse("a.md", text)
    edit, end = append_to_section(document, document.body.headings[0], ["more"])
    assert apply(text, [edit]) == "## A\nwords\nmore\n\n## B\n"
    assert apply(text, [edit])[:end].endswith("more")


def test_tick_line() -> None:
    text = "* [ ] one\n\t+ [-]  two — N/A: no\n"
    one, two = parse("a.md", text).body.checks
    assert apply(text, [tick_line(one), tick_line(two)]) == "* [x] one\n\t+ [x]  two — N/A: no\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] one", "- [-] one — N/A: batch only"),
        ("  * [x] one <!-- dod: reviewed -->", "  * [-] one <!-- dod: reviewed --> — N/A: batch only"),
        ("- [-] one — N/A", "- [-] one — N/A: batch only"),
        ("- [-] one — N/A:", "- [-] one — N/A: batch only"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_mark_not_applicable(line: str, expected: str, newline: str) -> None:
    text = f"# T{newline}{line}{newline}end"
    (check,) = parse("a.md", text).body.checks
    result = apply(text, mark_not_applicable(check, "batch\n only"))
    assert result == f"# T{newline}{expected}{newline}end"
    assert [check.closed for check in parse("a.md", result).body.checks] == [True]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "## D\n\n- [ ] new\n"),
        ("# T\n", "# T\n\n## D\n\n- [ ] new\n"),
        ("## d\n## E\n", "## d\n\n- [ ] new\n## E\n"),
        ("## D\nwords\n\n## E\n", "## D\nwords\n\n- [ ] new\n\n## E\n"),
        ("## D\n* [x] one\n\n## E\n- [ ] two\n", "## D\n* [x] one\n* [ ] new\n\n## E\n- [ ] two\n"),
        ("## D\n  -  [ ] one\n     goes on\n<!-- end -->\n", "## D\n  -  [ ] one\n     goes on\n  -  [ ] new\n<!-- end -->\n"),
        ("## D\n- [ ] one", "## D\n- [ ] one\n- [ ] new"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_insert_check(before: str, after: str, newline: str) -> None:
    text = before.replace("\n", newline)
    result = apply(text, insert_check(parse("a.md", text), "D", "new"))
    assert result == (after.replace("\n", newline) if "\n" in before else after)
    assert parse("a.md", result).body.checks_under("D")[-1].text == "new"


def test_several_checks_are_inserted_in_their_order() -> None:
    text = "## D\n- [x] one\n"
    assert apply(text, insert_check(parse("a.md", text), "D", "two", "three")) == "## D\n- [x] one\n- [ ] two\n- [ ] three\n"
