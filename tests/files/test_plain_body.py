"""Plain Markdown is read as the parser reads it."""

from dualtrack.files.links import wiki_links
from dualtrack.files.plain_body import read_plain_body
from dualtrack.files.read_body import parse_body
from hypothesis import given
from hypothesis import strategies as st

_STARTS = (
    "",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "> ",
    "# ",
    "## ",
    "####### ",
    "- [ ] ",
    "+ [x] ",
    "* [-] ",
    "    ",
    "\t",
    "- [~] ",
    "[a]: ",
)
_ENDS = ("", " ", "  ", "\\", " #", " ###", ":", "\r", "|")
_WORDS = (
    "",
    "word",
    "**bold** text",
    "[[TASK-1]]",
    "#1 one",
    "é – 中",
    "a | b",
    "1. x",
    "---",
    "===",
    "```",
    "<!-- AC:BEGIN -->",
)
_MORE = ("<!-- a", "-->", "- y", "_a_", "a & b", "&amp;", "<b>", "`c`", "a\tb", "(x)", '"x"', "[a](b)", "| - |", "~~~", "2020")
_LINE = st.tuples(*map(st.sampled_from, (_STARTS, (*_WORDS, *_MORE), _ENDS))).map("".join)
_COMMON = st.sampled_from(("## Definition of Done", "- [ ] one", "- [x] two", "", "Some words.", "<!-- DOD:END -->", "- more"))


@given(st.lists(_COMMON | _LINE, max_size=8).map("\n".join))
def test_plain_bodies_are_what_the_parser_reads(body: str) -> None:
    text = f"---\n---\n{body}"
    plain, parsed = read_plain_body(text, 8), parse_body(text, 8)
    if plain:
        assert plain[:3] == parsed[:3]
        assert wiki_links(text, 8, plain.hidden) == wiki_links(text, 8, parsed.hidden)


def test_most_files_are_plain() -> None:
    body = (
        "# T\n\nWords, [[TASK-1]].\n\n## Acceptance Criteria\n<!-- AC:BEGIN -->\n- [ ] #1 one\n- [x] #2 two\n<!-- AC:END -->\n"
    )
    plain = read_plain_body(f"---\n---\n{body}", 8)
    assert plain and [line.text for line in plain.checks] == ["#1 one", "#2 two"]
