"""Front matter as people write it is read or said, and is never written a second time."""

import pytest
from dualtrack.files.document import parse
from dualtrack.files.edits import Uneditable, set_keys
from dualtrack.text import apply
from hypothesis import given
from hypothesis import strategies as st

_KEYS = "title: T\nstatus: review\n"


@pytest.mark.parametrize(
    "opening",
    [
        "---\n",
        "\n---\n",
        "<!-- MIT -->\n\n---\n",
        "--- # keys\n",
        "---yaml\n",
        "--- yml\n",
        "\ufeff\n---\n",
        "---json\n",
        "---YAML\n",
        "\u200b---\n",
    ],
)
@pytest.mark.parametrize("closing", ["---\n", "--- # end\n", "---", "...\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_way_to_begin_and_end_the_keys(opening: str, closing: str, newline: str) -> None:
    text = f"{opening}{_KEYS}{closing}# T\n".replace("\n", newline)
    document = parse("a.md", text)
    assert (document.values, document.problems) == ({"title": "T", "status": "review"}, ())
    assert [heading.text for heading in document.body.headings] == ["T"]
    after = apply(text, set_keys(document, {"status": "done", "due": "2026-11-02"}))
    assert parse("a.md", after).values == {"title": "T", "status": "done", "due": "2026-11-02"}
    assert after.count("status") == 1


@pytest.mark.parametrize("text", ["---\n\nWords\n\n---\nMore\n", "---\n\nWords\n", "\n---\nWords\n---\n"])
def test_a_line_across_the_page_begins_no_keys(text: str) -> None:
    document = parse("a.md", text)
    assert (document.values, document.problems) == ({}, ())


@pytest.mark.parametrize(
    "text",
    [
        '+++\nstatus = "review"\n+++\n# T\n',
        "---toml\na = 1\n---\n# T\n",
        '{\n  "status": "review"\n}\n# T\n',
        ';;;\n{"status": "review"}\n;;;\n# T\n',
    ],
)
def test_keys_in_another_language_are_said_and_left_alone(text: str) -> None:
    document = parse("a.md", text)
    (problem,) = document.problems
    assert "are not read" in problem.message and problem.span.start == 0
    assert [heading.text for heading in document.body.headings] == ["T"]
    with pytest.raises(Uneditable):
        set_keys(document, {"status": "done"})


_BEFORE = (
    *("", "\n", "# comment\n\n", "%YAML 1.2\n", "<!-- c --> ", "[//]: # (c)\n\n", "<!--\n", "# Title\n", "Words\n\n"),
    *("```yaml\n", "\ufeff", "\u200b", "  "),
)
_OPENINGS = ("---\n", "---YAML\n", "----\n", "  ---\n", "", "\u2014\n")
_CLOSINGS = ("---\n", "----\n", "  ---\n", "", "---## T\n", "```\n", "-->\n")


@given(
    st.sampled_from(_BEFORE),
    st.sampled_from(_OPENINGS),
    st.sampled_from(_CLOSINGS),
    st.sampled_from(("", "Words: a\n", "\nWords\n")),
)
def test_no_key_is_written_twice_however_the_block_is_written(before: str, opening: str, closing: str, below: str) -> None:
    text = f"{before}{opening}id: TASK-1\nstatus: review\n{closing}{below}"
    document = parse("tracks/tasks/TASK-1.md", text)
    try:
        after = apply(text, set_keys(document, {"status": "done"}))
    except Uneditable:
        assert document.problems
    else:
        assert after == text.replace("review", "done")
        assert parse(document.path, after).values["status"] == "done"


@pytest.mark.parametrize(("text", "line"), [("# T\n---\nstatus: review\n---\n", 2), ("id: TASK-1\nstatus: review\n---\n", 0)])
def test_keys_that_are_not_at_the_beginning_are_said_where_they_stand(text: str, line: int) -> None:
    document = parse("tracks/tasks/TASK-1.md", text)
    (problem,) = document.problems
    assert "are not read" in problem.message and document.line_of(problem.span.start) == line
    assert parse("tracks/wiki/page.md", text).problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\nWords\n\n---\n\nMore\n",
        "T\n---\n\nStatus: open\nOwner: ana\n",
        "# T\n\ntitle: one such line\n\n```yaml\n---\nid: x\nstatus: y\n```\n",
        "| id | status |\n| --- | --- |\n| 1 | x |\n",
    ],
)
def test_plain_notes_have_no_keys(text: str) -> None:
    assert parse("tracks/tasks/TASK-1.md", text).problems == ()


def test_a_line_of_too_many_dashes_ends_keys_that_nothing_closes() -> None:
    document = parse("a.md", "---\nstatus: review\n----\nWords\n")
    (problem,) = document.problems
    assert (document.values, document.text[slice(*problem.span)]) == ({"status": "review"}, "----")
